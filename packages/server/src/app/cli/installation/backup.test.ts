/** `mingce db backup`, `verify` and `restore`: what they say, with and without the key, and backups of the old format. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { backup, openDatabase } from '../../../platform/database/index.ts'
import { prepareDataFolder } from '../../../platform/testing/stores.ts'
import { run as runCommand } from '../testing/run.ts'

let folder: string
let election: string
const data = (name: string) => join(folder, name)

const run = async (name: string, ...args: readonly string[]) => {
  const { code, out, err } = await runCommand('--data', data(name), ...args)
  return { code, out: out.trimEnd(), err: err.trimEnd() }
}

beforeAll(async () => {
  vi.stubEnv('MINGCE_LANG', 'en')
  vi.stubEnv('DATABASE_URL', '')
  folder = await mkdtemp(join(tmpdir(), 'mingce-cli-backup-'))
  await prepareDataFolder(data('old'))
  const made = await run(
    'old',
    'election',
    'create',
    '--area',
    '110105021',
    '--levels',
    'county',
    '--name',
    '换届',
    '--day',
    '2099-01-10',
    '--json',
  )
  election = JSON.parse(made.out).id
}, 300_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

const bringKey = async (name: string): Promise<void> => {
  await mkdir(join(data(name), 'keys'), { recursive: true, mode: 0o700 })
  await copyFile(join(data('old'), 'keys', 'installation.key'), join(data(name), 'keys', 'installation.key'))
}

it('restores a backup only where its key is, and says what it holds', { timeout: 300_000 }, async () => {
  const file = join(folder, 'mingce.backup')
  const backedUp = await run('old', 'db', 'backup', file, '--json')
  expect(backedUp).toMatchObject({ code: 0, err: '' })
  const made = JSON.parse(backedUp.out)
  expect(made).toMatchObject({ files: 0, jobs: 0, missing: [] })
  const verified = await run('old', 'db', 'verify', file, '--json')
  expect(verified).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(verified.out)).toEqual(made)
  expect(await run('old', 'db', 'backup', file)).toMatchObject({ code: 3, err: expect.stringContaining('already exists') })

  const without = await run('new', 'db', 'restore', file)
  expect(without).toMatchObject({ code: 3, out: '', err: expect.stringContaining("restore the file from the key's backup") })
  expect(await readdir(folder)).not.toContain('new')
  await bringKey('new')
  const restored = await run('new', 'db', 'restore', file, '--json')
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(restored.out)).toMatchObject({ rows: made.rows, notes: [] })
  expect((await run('new', 'election', 'list')).out).toContain(election)
  expect(await run('new', 'db', 'restore', file)).toMatchObject({ code: 3, err: expect.stringContaining('not empty') })

  await writeFile(join(folder, 'cut.backup'), (await readFile(file)).subarray(0, -50))
  expect(await run('old', 'db', 'verify', join(folder, 'cut.backup'))).toMatchObject({ code: 3, out: '' })
})

it('restores a backup of the old format, and says what is not in it', { timeout: 300_000 }, async () => {
  const file = join(folder, 'old.gz')
  const database = await openDatabase({ dataDir: join(data('old'), 'store') })
  await backup(database, file, { at: new Date() })
  await database.close()
  await bringKey('older')
  const restored = await run('older', 'db', 'restore', file)
  expect(restored.code).toBe(0)
  expect(restored.err).toContain('uploaded files, row reports and queued jobs are not in it')
  expect((await run('older', 'election', 'list')).out).toContain(election)
})

it('answers a recovery of the embedded database with words', { timeout: 300_000 }, async () => {
  expect(await run('old', 'db', 'recovery')).toMatchObject({ code: 2, out: '' })
})
