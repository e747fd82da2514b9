/** Each hostile file is read or refused with words, in bounded steps: the event loop is never held for long, and memory stays bounded. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COLUMNS, explainCode } from '@mingce/domain/registration'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hostileTables } from '../../testing/hostile-files.ts'
import { TableBroken } from '../sources/index.ts'
import { openTable } from './open-table.ts'
import { reportBytes } from './report.ts'

/** Most time that one file may hold the event loop without a break. The limit is generous for a busy machine; see the ADR for what was measured. */
const LONGEST_HOLD_MS = 1_500
const MOST_MEMORY_MB = 600

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-hostile-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const watchLoop = () => {
  let worst = 0
  let memory = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    worst = Math.max(worst, now - last)
    memory = Math.max(memory, process.memoryUsage().rss)
    last = now
  }, 10)
  return {
    stop: () => {
      clearInterval(timer)
      return { worst: Math.max(worst, performance.now() - last), memory }
    },
  }
}

async function* noResults(): AsyncGenerator<never> {}

/** Reads the file and writes its report; the answer is the code of a refusal or 'read'. */
const answerOf = async (path: string): Promise<string> => {
  const table = await openTable(path, { columns: COLUMNS.registrations })
  if (!table.ok) return table.error.code
  try {
    for await (const batch of table.value.rows()) expect(batch.cells.length).toBe(batch.rowNos.length)
    for await (const piece of reportBytes(table.value, noResults(), { explain: explainCode })) expect(piece).toBeDefined()
    return 'read'
  } catch (error) {
    if (error instanceof TableBroken) return error.fault.code
    throw error
  }
}

it.each(hostileTables(Number(process.env.HOSTILE_SIZE ?? 0.2)))('$name', async ({ name, answers, write }) => {
  const path = join(folder, name)
  await write(path)
  const before = process.memoryUsage().rss
  const begun = performance.now()
  const loop = watchLoop()
  const answer = await answerOf(path)
  const { worst, memory } = loop.stop()
  const { size } = await stat(path)
  if (process.env.HOSTILE_FIGURES)
    console.log(
      [
        name,
        `${(size / 1e6).toFixed(1)} MB`,
        answer,
        `${Math.round(performance.now() - begun)} ms`,
        `held ${Math.round(worst)} ms`,
        `+${Math.round((memory - before) / 1e6)} MB`,
      ].join(' | '),
    )
  await rm(path)
  expect(answers).toContain(answer)
  expect(worst).toBeLessThan(LONGEST_HOLD_MS)
  expect((memory - before) / 1e6).toBeLessThan(MOST_MEMORY_MB)
})
