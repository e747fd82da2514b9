/** `mingce db init` on a server, and commands that then work with the role of the application. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../platform/database/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { createServerDatabase } from '../../../platform/testing/stores.ts'
import { EXIT } from '../frame/index.ts'
import { main } from '../main.ts'

const role = `app_${randomBytes(6).toString('hex')}`
let folder: string
let ownerUrl: string
let drop: () => Promise<void>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-init-'))
  const made = await createServerDatabase()
  ownerUrl = made.url
  drop = made.drop
  const url = new URL(ownerUrl)
  url.username = role
  url.password = 'secret'
  await writeFile(join(folder, 'installation.key'), `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
  vi.stubEnv('DATABASE_OWNER_URL', ownerUrl)
  vi.stubEnv('DATABASE_URL', url.href)
  vi.stubEnv('MINGCE_DATA', folder)
  vi.stubEnv('MINGCE_KEY_FILE', join(folder, 'installation.key'))
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await drop()
  const maintenance = await openDatabase({ url: ownerUrl.replace(/\/[^/?]*(\?|$)/, '/postgres$1') })
  await maintenance.script(`DROP ROLE IF EXISTS ${role}`)
  await maintenance.close()
  await rm(folder, { recursive: true, force: true })
})

it('lets commands work as the application, and names rights that are missing', async () => {
  const errors: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation(text => errors.push(String(text)) > 0)
  expect(await main(['db', 'init', '--json'])).toBe(EXIT.done)
  expect(await main(['db', 'init', '--json'])).toBe(EXIT.done)
  vi.stubEnv('DATABASE_OWNER_URL', '')
  expect([await main(['key', 'rotate', '--json']), errors.join('')]).toEqual([EXIT.done, ''])
  const owner = await openDatabase({ url: ownerUrl })
  expect(await readRows(owner, `SELECT action FROM audit`)).toEqual([{ action: 'key.rotated' }])
  await owner.script(`REVOKE INSERT ON audit FROM ${role}`)
  await owner.close()
  expect(errors).toEqual([])
  expect(await main(['key', 'rotate'])).toBe(EXIT.unavailable)
  expect(errors.join('\n')).toContain('INSERT audit')
  // The owner is not taken for the application.
  vi.stubEnv('DATABASE_URL', ownerUrl)
  expect(await main(['key', 'rotate'])).toBe(EXIT.unavailable)
  expect(errors.join('\n')).toContain(role)
}, 180_000)

it('needs both addresses', async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  vi.stubEnv('DATABASE_OWNER_URL', '')
  expect(await main(['db', 'init'])).toBe(EXIT.wrongUse)
})
