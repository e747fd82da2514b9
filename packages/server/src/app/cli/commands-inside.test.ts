/** Commands while a server in another process has the embedded store open: the server carries them out. */
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Child, startChild } from '../../platform/testing/processes.ts'
import { run as runCommand } from './testing/run.ts'

const CHILD = new URL('./testing/mingce.ts', import.meta.url)

let folder: string
let data: string
let server: Child
const start = async (under: readonly string[]): Promise<Child> => {
  const child = startChild(
    CHILD,
    ['--data', data, 'serve', '--port', '0', '--log', 'silent'],
    ['env', 'MINGCE_LANG=en', ...under],
  )
  let told = ''
  await new Promise<void>((resolve, reject) => {
    child.process.stderr.on('data', (text: string) => {
      told += text
      if (told.includes('/office')) resolve()
    })
    child.process.once('close', () => reject(new Error(told)))
  })
  return child
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-inside-'))
  data = join(folder, 'data')
  server = await start([])
}, 180_000)
afterAll(async () => {
  server.process.kill('SIGKILL')
  await server.ended
  await rm(folder, { recursive: true, force: true })
})

const run = async (...args: readonly string[]) => {
  const { code, out, err } = await runCommand('--data', data, ...args)
  return { code, text: out + err }
}

describe.runIf(process.platform === 'linux')('commands beside a running server on the embedded store', () => {
  it('go through the server: accounts, partners, registers, authorities', async () => {
    const made = await run('staff', 'set-up', 'zhou=周文', 'zhang=张三', '--role', 'district', '--area', '110105', '--json')
    expect(made).toMatchObject({ code: 0, text: expect.stringContaining('"username":"zhang"') })
    expect(await run('staff', 'list')).toMatchObject({ code: 0, text: expect.stringContaining('张三') })
    expect(await run('staff', 'disable', 'zhang')).toMatchObject({ code: 0 })
    expect(await run('partner', 'list', '--json')).toEqual({ code: 0, text: '[]\n' })
    expect(await run('source', 'list', '--json')).toEqual({ code: 0, text: '[]\n' })
    expect(await run('partner', 'key', 'show')).toMatchObject({ code: 0, text: expect.stringContaining('publicKey') })
  })

  it('fail with the same codes and words as alone', async () => {
    vi.stubEnv('MINGCE_LANG', 'en')
    expect(await run('staff', 'disable', 'nobody')).toMatchObject({ code: 2, text: expect.stringMatching(/nobody|account/) })
    expect(await run('staff', 'add')).toMatchObject({ code: 2 })
    vi.unstubAllEnvs()
  })

  it('read files from the folder in which they were given', async () => {
    await writeFile(join(folder, 'card.json'), '{"broken": ')
    const file = relative(process.cwd(), join(folder, 'card.json'))
    const ran = await run('partner', 'add', file)
    expect(ran.code).not.toBe(0)
    expect(ran.text).not.toMatch(/ENOENT|没有这个文件|does not exist|no such file/i)
    expect(await run('partner', 'add', 'not-there.json')).toMatchObject({
      code: 2,
      text: expect.stringContaining('not-there.json'),
    })
  })

  it('that need the store for themselves say who has it', async () => {
    expect(await run('db', 'status')).toMatchObject({ code: 3, text: expect.stringMatching(/in use by process/) })
    expect(await run('serve', '--port', '0')).toMatchObject({ code: 3, text: expect.stringMatching(/in use by process/) })
  })

  it('only its owner can send', async () => {
    expect((await stat(join(data, 'commands'))).mode & 0o777).toBe(0o600)
  })

  it('SIGTERM ends the server and takes the socket away', async () => {
    server.process.kill('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0 })
    expect(await readdir(data)).not.toContain('commands')
    expect(await run('staff', 'list')).toMatchObject({ code: 0, text: expect.stringContaining('张三') })
  }, 30_000)

  it('the end of npm, which does not pass SIGTERM on, ends the server too', async () => {
    server = await start(['npm_command=exec', 'sh', '-c', '"$0" "$@"; exit 1'])
    expect(await readdir(data)).toContain('commands')
    server.process.kill('SIGKILL') // the shell between npm and the server
    await server.ended
    expect(await readdir(data)).not.toContain('commands')
  }, 180_000)
})
