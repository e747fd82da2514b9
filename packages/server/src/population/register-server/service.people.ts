/** The people of a small register, in memory: keyed digests under a key that is made at the start and never leaves the process. */
import { randomBytes } from 'node:crypto'
import { POPULATION_COLUMNS, readPopulationRow } from '@mingce/domain/population'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { narrowColumns, normalizePersonName } from '@mingce/domain/standards'
import { countyCodes } from '../../platform/areas/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import { openTable, TableBroken } from '../../platform/files/index.ts'
import type { BatchAnswer, RegisterQuestion } from '../sources/index.ts'

export interface RegisterPeople {
  /** Answers in the order of the questions. */
  answer(questions: readonly RegisterQuestion[]): BatchAnswer[]
  /** People that can be found: present, and each once. */
  readonly people: number
  /** Rows read from the files: people + left + refused + repeated. */
  readonly rows: number
  /** People who died or moved out: nobody finds them. */
  readonly left: number
  readonly refused: number
  readonly repeated: number
}

interface Known {
  readonly name: string
  readonly hukouArea: string | null
}

const AREA = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/
const BATCH = 2_000

export interface FileFault {
  readonly file: string
  readonly text: Text
  readonly next?: Text | undefined
}

type PopulationRow = ReturnType<typeof readPopulationRow>

/** Keeps people by the digest of their number; null: someone who died or moved out. */
const openIndex = () => {
  const keys = memoryKeyring(randomBytes(32))
  const byNumber = new Map<string, Known | null>()
  const counts = { people: 0, rows: 0, left: 0, refused: 0, repeated: 0 }
  const addOne = (row: PopulationRow, number: string, name: string): void => {
    if (byNumber.has(number)) {
      counts.repeated += 1
      return
    }
    const present = row.status === 'present'
    counts[present ? 'people' : 'left'] += 1
    const hukouArea = row.hukouArea !== null && AREA.test(row.hukouArea) ? row.hukouArea : null
    byNumber.set(number, present ? { name, hukouArea } : null)
  }
  return {
    counts,
    add(rows: readonly PopulationRow[]): void {
      const digests = keys.digests(rows.flatMap(row => [row.number ?? '', row.name]))
      for (const [index, row] of rows.entries()) addOne(row, digests[2 * index] ?? '', digests[2 * index + 1] ?? '')
    },
    answer(questions: readonly RegisterQuestion[]): BatchAnswer[] {
      const digests = keys.digests(questions.flatMap(({ number, name }) => [number, normalizePersonName(name)]))
      return questions.map(({ ref }, index): BatchAnswer => {
        const known = byNumber.get(digests[2 * index] ?? '')
        if (!known) return { ref, answer: 'unknown', hukouArea: null }
        // Of a number under another name nothing is told: whoever guesses names learns no place.
        if (known.name !== digests[2 * index + 1]) return { ref, answer: 'no', hukouArea: null }
        return { ref, answer: 'yes', hukouArea: known.hukouArea }
      })
    },
  }
}

/** Reads one file into the index, some thousand rows at a time. */
const loadFile = async (index: ReturnType<typeof openIndex>, file: string, today: string): Promise<Result<null, FileFault>> => {
  const table = await openTable(file, { columns: POPULATION_COLUMNS })
  if (!table.ok) return fail({ file, text: table.error.text, next: table.error.next })
  const columns = narrowColumns(table.value.columns, POPULATION_COLUMNS)
  let waiting: PopulationRow[] = []
  try {
    for await (const batch of table.value.rows()) {
      const rows = batch.cells.map(cells => readPopulationRow(cells, columns, { ...countyCodes(), bornBy: today }))
      const readable = rows.filter(row => row.refusals.length === 0)
      index.counts.rows += rows.length
      index.counts.refused += rows.length - readable.length
      waiting.push(...readable)
      if (waiting.length < BATCH) continue
      index.add(waiting)
      waiting = []
    }
    index.add(waiting)
    return ok(null)
  } catch (error) {
    if (error instanceof TableBroken) return fail({ file, text: error.fault.text, next: error.fault.next })
    throw error
  }
}

/**
 * Reads files of people, with the columns of a population extract (docs/files.md). Of several rows with one number the first counts.
 * @param today 'YYYY-MM-DD': nobody is born later
 */
export const loadPeople = async (files: readonly string[], today: string): Promise<Result<RegisterPeople, FileFault>> => {
  const index = openIndex()
  for (const file of files) {
    const loaded = await loadFile(index, file, today)
    if (!loaded.ok) return loaded
  }
  return ok({ ...index.counts, answer: index.answer })
}
