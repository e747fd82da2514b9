/** Ordinary mistakes with every command: each ends with a code of the one table and words in both languages, never with a stack. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Argument, Command, Option } from 'commander'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createServerDatabase } from '../../platform/testing/stores.ts'
import { EXIT } from './frame/index.ts'
import { program } from './main.ts'
import { run as runCommand } from './testing/run.ts'

interface Ran {
  readonly code: number
  readonly text: string
}

const run = async (args: readonly string[]): Promise<Ran> => {
  const { code, out, err } = await runCommand(...args)
  return { code, text: out + err }
}

const leaves = (command: Command, path: readonly string[] = []): { path: readonly string[]; command: Command }[] =>
  command.commands.length === 0 ? [{ path, command }] : command.commands.flatMap(one => leaves(one, [...path, one.name()]))

const COMMANDS = leaves(program(() => undefined))

let folder: string
let drop: () => Promise<void>
let url: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-mistakes-'))
  // A server's database opens in a fraction of the time of an embedded one.
  ;({ url, drop } = await createServerDatabase())
  useDatabase()
  await writeFile(join(folder, 'broken'), '{"broken": ')
  await writeFile(join(folder, 'broken.sig'), '{"broken": ')
  const listed = await run(['election', 'list'])
  expect(listed.code, listed.text).toBe(EXIT.done)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
  await drop()
})
beforeEach(async () => {
  useDatabase()
  // `db backup` writes it.
  await rm(join(folder, 'missing'), { force: true })
  // `audit export` does.
  await rm(join(folder, 'nothing-of-this-name'), { recursive: true, force: true })
})

const useDatabase = (): void => {
  vi.stubEnv('MINGCE_DATA', join(folder, 'data'))
  vi.stubEnv('DATABASE_URL', url)
  vi.stubEnv('MINGCE_URL', '')
}

/** A value for an argument or an option, by its name: plausible where it is no file, and otherwise `file`. */
const sampleOf = (name: string, file: string): string => {
  if (/^(?:out|report)$/.test(name)) return join(folder, 'out.csv')
  if (name === 'dir') return join(folder, 'nothing-of-this-name')
  if (/area$/i.test(name)) return '110105021'
  if (/day|date|until|asOf|endsOn|validFrom|validTo|^at$|last/i.test(name)) return '2026-12-20'
  if (/level/.test(name)) return 'county'
  if (/people|seats|number|sequence|population|version|registration|import$|seed|port/.test(name)) return '10'
  if (/^(?:role|kind|algorithm|channel)$/.test(name))
    return { role: 'district', kind: 'court', algorithm: 'sm2' }[name] ?? 'roster'
  if (/url/.test(name)) return 'https://register.example'
  if (/file|areas|key|cert|ca$|root|cards|district|neighbours|holidays|table/i.test(name)) return file
  return 'nothing-of-this-name'
}

const argsOf = ({ path, command }: (typeof COMMANDS)[number], file: string): string[] => {
  const values = command.registeredArguments.map((argument: Argument) => sampleOf(argument.name(), file))
  const options = command.options
    .filter((option: Option) => option.mandatory)
    .flatMap(option => [option.long ?? '', sampleOf(option.attributeName(), file)])
  return [...path, ...values, ...options]
}

/** Commands that run until they are stopped, or wait for standard input. */
const RUNS = new Set(['demo', 'serve', 'certificate accept'])
const codes = new Set<number>(Object.values(EXIT))

const expectWords = (ran: Ran, args: readonly string[]): void => {
  const said = `${args.join(' ')}\n→ ${ran.code} ${ran.text}`
  expect(codes.has(ran.code), said).toBe(true)
  expect(ran.text, said).not.toMatch(/^\s+at .*:\d+/m)
  expect(ran.text, said).not.toContain('internal error')
  if (ran.code >= EXIT.wrongUse) expect(ran.text.trim(), said).not.toBe('')
}

describe.each(COMMANDS.map(one => [one.path.join(' '), one] as const))('mingce %s', (name, one) => {
  it('refuses an unknown option with 2', async () => {
    const args = [...one.path, '--no-such-option']
    const ran = await run(args)
    expectWords(ran, args)
    expect(ran.code).toBe(EXIT.wrongUse)
  })

  it.skipIf(RUNS.has(name))('ends with words where files are missing or broken, or names name nothing', async () => {
    const missing = argsOf(one, join(folder, 'missing'))
    const ran = await run(missing)
    expectWords(ran, missing)
    // A missing file, and an election, account or other thing that does not exist: always wrong use.
    const names = missing.some(value => value.endsWith('/missing') || value === 'nothing-of-this-name')
    const gives = one.command.registeredArguments.length > 0 || one.command.options.some(option => option.mandatory)
    // A code that is verified and does not hold is an answer, not wrong use.
    if (names && gives && ran.code >= EXIT.wrongUse) expect(ran.code, `${missing.join(' ')} ${ran.text}`).toBe(EXIT.wrongUse)
    const broken = argsOf(one, join(folder, 'broken'))
    expectWords(await run(broken), broken)
  })
})

describe('mingce serve', () => {
  const serve = (...more: readonly string[]) => run(['serve', ...more])

  it.each([[['--port', '99999']], [['--port', 'http']], [['--log', 'loud']], [['--host', '203.0.113.77', '--port', '0']]])(
    'refuses %j with 2',
    async more => {
      const ran = await serve(...more)
      expectWords(ran, more)
      expect(ran.code).toBe(EXIT.wrongUse)
    },
  )

  it('says that a port is in use', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    const ran = await serve('--port', port)
    expect(ran).toMatchObject({ code: EXIT.failed, text: expect.stringContaining(`Port ${port} is in use`) })
    await new Promise(resolve => other.close(resolve))
  })

  it('refuses settings that are none', async () => {
    vi.stubEnv('MINGCE_URL', 'mingce.example')
    expect(await serve()).toMatchObject({ code: EXIT.wrongUse, text: expect.stringContaining('MINGCE_URL') })
  })
})

describe('DATABASE_URL', () => {
  const status = async (url: string): Promise<Ran> => {
    vi.stubEnv('DATABASE_URL', url)
    const ran = await run(['db', 'status'])
    expectWords(ran, [url])
    expect(ran.text).not.toContain('geheim')
    return ran
  }
  const server = () => new URL(inject('postgresUrl'))
  const administer = async (...statements: readonly string[]) => {
    const client = new pg.Client({ connectionString: inject('postgresUrl') })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }

  it.each([
    ['garbage', 'not a valid address'],
    ['mysql://root:geheim@127.0.0.1/mingce', 'begins with mysql://'],
    ['postgres://user:geheim@', 'not a valid address'],
  ])('%s is wrong use', async (url, words) => {
    expect(await status(url)).toMatchObject({ code: EXIT.wrongUse, text: expect.stringContaining(words) })
  })

  it.each([
    ['a port without a server', 'postgres://mingce:geheim@127.0.0.1:1/mingce', '127.0.0.1:1 (ECONNREFUSED)'],
    ['a host that does not exist', 'postgres://mingce:geheim@no-such-host.invalid/mingce', 'no-such-host.invalid:5432'],
  ])('%s cannot be reached', async (_, url, words) => {
    expect(await status(url)).toMatchObject({ code: EXIT.unavailable, text: expect.stringContaining(words) })
  })

  it('names a database or a user that does not exist', async () => {
    const url = server()
    url.pathname = '/no_such_database'
    expect(await status(url.href)).toMatchObject({
      code: EXIT.unavailable,
      text: expect.stringContaining('no database of this name'),
    })
    url.pathname = '/postgres'
    url.username = 'nobody_of_this_name'
    expect(await status(url.href)).toMatchObject({ code: EXIT.unavailable, text: expect.stringContaining('user or password') })
  })

  it('refuses another encoding, and a user without rights', async () => {
    await administer(
      `CREATE DATABASE mistaken_encoding ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
      'CREATE ROLE mistaken_user LOGIN',
      'CREATE DATABASE mistaken_rights TEMPLATE template0',
    )
    const url = server()
    url.pathname = '/mistaken_encoding'
    expect(await status(url.href)).toMatchObject({ code: EXIT.unavailable, text: expect.stringContaining('SQL_ASCII') })
    url.pathname = '/mistaken_rights'
    url.username = 'mistaken_user'
    expect(await status(url.href)).toMatchObject({
      code: EXIT.unavailable,
      text: expect.stringContaining('may not create tables'),
    })
    await administer('DROP DATABASE mistaken_encoding', 'DROP DATABASE mistaken_rights', 'DROP ROLE mistaken_user')
  })
})
