/** `mingce key rotate` on a folder, twice. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { main } from './main.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-key-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('exchanges the key file, keeps the old one, and the installation opens again', async () => {
  vi.stubEnv('DATABASE_URL', '')
  vi.stubEnv('MINGCE_KEY_FILE', '')
  const printed: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation(text => void printed.push(String(text)))
  const keys = join(folder, 'keys')
  const contents = new Set<string>()
  for (let round = 0; round < 2; round += 1) {
    expect(await main(['--data', folder, 'key', 'rotate', '--json'])).toBe(0)
    contents.add(await readFile(join(keys, 'installation.key'), 'utf8'))
  }
  log.mockRestore()
  const [first, second] = printed.map(text => JSON.parse(text))
  expect(second.oldCheck).toBe(first.newCheck)
  expect(contents.size).toBe(2)
  expect((await readdir(keys)).sort()).toEqual(
    ['installation.key', `installation.key.${first.oldCheck}`, `installation.key.${second.oldCheck}`].sort(),
  )
}, 120_000)
