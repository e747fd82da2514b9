import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Child, startChild } from '../../testing/processes.ts'
import { DataFolderBusy, lockFolder } from './folder-lock.ts'

const program = new URL('../../testing/embedded-child.ts', import.meta.url)
const firstLine = async (child: Child): Promise<string> => (await child.lines.next()).value as string

let folder: string
const children: Child[] = []
const start = (): Child => {
  const child = startChild(program, ['lock', folder])
  children.push(child)
  return child
}
const kill = async (child: Child) => {
  child.process.kill('SIGKILL')
  await child.ended
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingce-lock-'))
})
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill))
  rmSync(folder, { recursive: true, force: true })
})

describe('the lock of a data folder', () => {
  it('names its holder in two languages, and is free after release', async () => {
    const lock = await lockFolder(folder)
    const error = await lockFolder(folder).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(DataFolderBusy)
    const { text, holder } = error as DataFolderBusy
    expect(holder).toMatchObject({ pid: process.pid, host: hostname() })
    for (const sentence of [text.zh, text.en]) expect(sentence).toContain(`${process.pid}`)
    await lock.release()
    await (await lockFolder(folder)).release()
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('is refused to a second process, and free after the first was killed', async () => {
    const first = start()
    expect(await firstLine(first)).toBe('holds')
    const second = start()
    expect(JSON.parse(await firstLine(second))).toMatchObject({ busy: { pid: first.process.pid } })
    await expect(lockFolder(folder)).rejects.toBeInstanceOf(DataFolderBusy)
    await kill(first)
    await (await lockFolder(folder)).release()
  })

  it('is acquired by exactly one of many that start at once after a crash', async () => {
    const first = start()
    expect(await firstLine(first)).toBe('holds')
    await kill(first)
    const lines = await Promise.all(Array.from({ length: 4 }, () => firstLine(start())))
    expect(lines.filter(line => line === 'holds').length).toBe(1)
    expect(lines.filter(line => line !== 'holds').every(line => line.includes('"busy"'))).toBe(true)
    // Within one process the attempts are even closer together.
    await Promise.all(children.splice(0).map(kill))
    const locks = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
    const held = locks.filter(result => result.status === 'fulfilled')
    expect(held.length).toBe(1)
    for (const { value } of held) await value.release()
  })

  it('ignores the pid of a dead process now used by another program, and a truncated line', async () => {
    const dead = {
      claim: 'a'.repeat(36),
      pid: process.pid,
      host: hostname(),
      since: '2026-01-01T00:00:00Z',
      command: 'mingce',
      startTime: '1',
    }
    appendFileSync(
      join(folder, 'lock'),
      `${JSON.stringify({ ...dead, socket: true })}\n${JSON.stringify({ ...dead, claim: 'b', socket: false })}\n{"claim":"c`,
    )
    await (await lockFolder(folder)).release()
  })

  it('works with a path too long for a socket', async () => {
    const deep = join(folder, 'long'.repeat(30))
    mkdirSync(deep)
    const lock = await lockFolder(deep)
    await expect(lockFolder(deep)).rejects.toBeInstanceOf(DataFolderBusy)
    await lock.release()
    await (await lockFolder(deep)).release()
  })
})
