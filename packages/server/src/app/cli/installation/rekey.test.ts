/** `mingce key rotate --people` beside a server that runs, in processes of their own, killed and repeated. */
import { randomBytes } from 'node:crypto'
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openInstallationKeyring } from '../../../platform/crypto/index.ts'
import { type Database, openDatabase } from '../../../platform/database/index.ts'
import { type Child, startChild } from '../../../platform/testing/processes.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { createServerDatabase } from '../../../platform/testing/stores.ts'
import { EXIT } from '../frame/index.ts'
import { run } from '../testing/run.ts'

const CHILD = new URL('../testing/mingce.ts', import.meta.url)
const PEOPLE = 8_000
/** Fictitious; the check digit does not matter to a key. */
const numberAt = (n: number): string => `110105${19_500_101 + n}0012`

let folder: string
const children: Child[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-cli-rekey-'))
  vi.stubEnv('MINGCE_LANG', 'en')
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.process.kill('SIGKILL')
    await child.ended
  }
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

const start = (...words: readonly string[]): Child => {
  const child = startChild(CHILD, words)
  children.push(child)
  return child
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** Resolves when the process has said a text on standard error so often; `stop` ends the wait with its end. */
const said = (child: Child, text: string, times = 1): Promise<void> =>
  new Promise((resolve, reject) => {
    let all = ''
    child.process.stderr.on('data', (more: string) => {
      all += more
      if (all.split(text).length > times) resolve()
    })
    child.process.once('close', () => reject(new Error(`ended before it said “${text}”: ${all}`)))
  })

const isHealthy = async (base: string): Promise<boolean> => (await fetch(`${base}/healthz`).catch(() => null))?.ok === true

describe('on a server with two roles', () => {
  const role = `app_${randomBytes(6).toString('hex')}`
  let ownerUrl: string
  let owner: Database
  let drop: () => Promise<void>

  beforeEach(async () => {
    ;({ url: ownerUrl, drop } = await createServerDatabase())
    const url = new URL(ownerUrl)
    url.username = role
    url.password = 'secret'
    await writeFile(join(folder, 'installation.key'), `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
    vi.stubEnv('DATABASE_OWNER_URL', ownerUrl)
    vi.stubEnv('DATABASE_URL', url.href)
    vi.stubEnv('MINGCE_DATA', folder)
    vi.stubEnv('MINGCE_KEY_FILE', join(folder, 'installation.key'))
    owner = await openDatabase({ url: ownerUrl })
  })
  afterEach(async () => {
    await owner.close()
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL')
      await child.ended
    }
    await drop()
    const maintenance = await openDatabase({ url: ownerUrl.replace(/\/[^/?]*(\?|$)/, '/postgres$1') })
    await maintenance.script(`DROP ROLE IF EXISTS ${role}`)
    await maintenance.close()
  })

  it('goes on after kills, and the server opens the new keys by itself', { timeout: 300_000 }, async () => {
    expect((await run('db', 'init', '--json')).code).toBe(EXIT.done)
    const place = { file: join(folder, 'installation.key') }
    const before = await openInstallationKeyring(owner, place)
    const numbers = Array.from({ length: PEOPLE }, (_, at) => numberAt(at))
    await owner.copyIn(
      'claim',
      ['person_key', 'round', 'county_code', 'registration_id'],
      numbers.map((number, at) => `${before.personKey(number)}\t2026\t110105\t${at}\n`),
    )
    // An extract of the application: its partitions are in a schema of its own.
    await owner.script(`CREATE TABLE mingce_work.population_extract_1 PARTITION OF population FOR VALUES IN (1);
      ALTER TABLE mingce_work.population_extract_1 OWNER TO ${role}`)
    await owner.copyIn(
      'population',
      ['person_key', 'extract_id', 'row_no', 'name', 'birth_date', 'status'],
      numbers.map((number, at) => `${before.personKey(number)}\t1\t${at}\t某\t1950-01-01\tpresent\n`),
    )

    const port = await freePort()
    const base = `http://127.0.0.1:${port}`
    const server = start('serve', '--port', String(port), '--log', 'silent')
    const reopened = said(server, '/office', 2)
    reopened.catch(() => undefined)
    await expect.poll(() => isHealthy(base), { timeout: 120_000, interval: 200 }).toBe(true)

    for (const [text, times] of [
      ['The next key file', 1],
      ['New keys of', 4],
      ['Building indexes', 3],
    ] as const) {
      const killed = start('key', 'rotate', '--people')
      await said(killed, text, times)
      killed.process.kill('SIGKILL')
      await killed.ended
      expect(await isHealthy(base)).toBe(true)
    }
    const status = JSON.parse((await run('key', 'rotate', '--status', '--json')).out)
    expect(status).toMatchObject({ state: 'filling', version: 2, nextKeyFile: join(folder, 'installation.key.next') })
    expect(status.tables).toContainEqual({ table: 'claim', rows: PEOPLE, todo: 0 })
    const alone = await run('key', 'rotate')
    expect([alone.code, alone.err]).toEqual([EXIT.failed, expect.stringContaining('under way')])

    const changed = await run('key', 'rotate', '--people', '--json')
    expect([changed.code, changed.err]).toEqual([EXIT.done, ''])
    const { version, oldFile, oldCheck } = JSON.parse(changed.out)
    expect([version, oldFile]).toEqual([2, join(folder, `installation.key.${oldCheck}`)])
    await reopened
    expect(await isHealthy(base)).toBe(true)
    const after = await openInstallationKeyring(owner, place)
    for (const table of ['claim', 'population']) {
      const found = await readRows<{ key: string }>(owner, `SELECT person_key AS key FROM ${table}`)
      expect(found.map(({ key }) => after.openPersonKey(key)).toSorted()).toEqual(numbers.toSorted())
    }
    expect(await readRows(owner, `SELECT action FROM audit WHERE action LIKE 'key.%'`)).toEqual([
      { action: 'key.people-changed' },
    ])
    expect((await run('key', 'rotate', '--clean', '--json')).code).toBe(EXIT.done)
    expect(JSON.parse((await run('key', 'rotate', '--status', '--json')).out)).toMatchObject({
      state: 'cleaned',
      nextKeyFile: null,
    })
    // The application has the rights that it had, and exchanging the file alone goes on to work.
    vi.stubEnv('DATABASE_OWNER_URL', '')
    expect((await run('key', 'rotate', '--json')).code).toBe(EXIT.done)
    const asApplication = await run('key', 'rotate', '--people')
    expect([asApplication.code, asApplication.err]).toEqual([EXIT.wrongUse, expect.stringContaining('DATABASE_OWNER_URL')])
    expect((await readdir(folder)).filter(name => name.endsWith('.next'))).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('on the embedded store', () => {
  it('is carried out by the server that has the store, which then opens it anew', { timeout: 300_000 }, async () => {
    const data = join(folder, 'data')
    vi.stubEnv('DATABASE_URL', '')
    const server = start('--data', data, 'serve', '--port', '0', '--log', 'silent')
    const opened = said(server, '/office')
    const reopened = said(server, '/office', 2)
    reopened.catch(() => undefined)
    await opened
    const mingce = (...args: readonly string[]) => run('--data', data, ...args)
    expect(
      (await mingce('staff', 'set-up', 'zhou=周文', 'zhang=张三', '--role', 'district', '--area', '110105', '--json')).code,
    ).toBe(EXIT.done)
    const changed = await mingce('key', 'rotate', '--people', '--json')
    expect(changed.code).toBe(EXIT.done)
    const { oldFile, version } = JSON.parse(changed.out)
    expect(version).toBe(2)
    await access(oldFile)
    await reopened
    expect(await mingce('staff', 'list')).toMatchObject({ code: EXIT.done, out: expect.stringContaining('张三') })
    expect((await mingce('key', 'rotate', '--clean', '--json')).code).toBe(EXIT.done)
    expect(JSON.parse((await mingce('key', 'rotate', '--status', '--json')).out)).toMatchObject({ state: 'cleaned', version: 2 })
    server.process.kill('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0 })
  })
})
