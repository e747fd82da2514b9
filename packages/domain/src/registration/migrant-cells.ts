/** Cells about people from elsewhere: since when they live here, and the term of a contract. A month or a year counts as its last day. */
import { type MigrantDates, NO_DATES } from '../election/index.ts'
import { addDays, addMonths, dateOf, readDate, readSaidYes, readText } from '../standards/index.ts'

const MONTH = /^(\d{4}) ?[-/.年]? ?(\d{1,2}) ?月?$/
const YEAR = /^(\d{4}) ?年?$/

/** The day of a cell; of a month or a year its last day, so that nobody is credited with time that the cell does not say. */
const readLastDay = (cell: string | undefined): string | null => {
  const text = readText(cell)
  if (text === null) return null
  const day = readDate(text)
  if (day !== undefined) return day
  const year = YEAR.exec(text)
  if (year) return dateOf(Number(year[1]), 12, 31)
  const [, of = '', month = ''] = MONTH.exec(text) ?? []
  if (of === '' || Number(month) < 1 || Number(month) > 12) return null
  return addDays(addMonths(dateOf(Number(of), Number(month), 1), 1), -1)
}

const LONG_ENOUGH = new Set(['满一年', '已满一年', '一年以上', '满1年', '已满1年', '1年以上'])

interface Since {
  readonly day: string | null
  readonly isLongEnough: boolean
}
const NOT_SAID: Since = { day: null, isLongEnough: false }

/** Since when: a day, or that it is long enough, in the word of whoever sent the row. */
export const readSince = (cell: string | undefined): Since => {
  if (cell === undefined || cell === '') return NOT_SAID
  const text = readText(cell)
  const day = readLastDay(cell)
  return { day, isLongEnough: day === null && text !== null && (LONG_ENOUGH.has(text) || readSaidYes(cell) === true) }
}

/** The days or months in a term, whatever stands between them: 2025-03-01至2028-02-29, 2025.3—2028.2, 20250301-20280229. */
const DAYS = /\d{4} ?[-/.年] ?\d{1,2}(?!\d)(?: ?[-/.月] ?\d{1,2}(?!\d))? ?[日月]?|\d{8}(?!\d)/g

/** The term of a contract, from one cell or two. What is no day is not stated. */
const readContract = (
  term: string | undefined,
  from: string | undefined,
  until: string | undefined,
): Pick<MigrantDates, 'contractFrom' | 'contractUntil'> => {
  const [first, last] = (readText(term) ?? '').match(DAYS) ?? []
  return {
    contractFrom: readLastDay(from) ?? readLastDay(first),
    contractUntil: readLastDay(until) ?? readLastDay(last),
  }
}

/** All dates of a row. Most rows state none, and cost nothing. */
export const readDates = (
  livesHereSince: string | null,
  term: string | undefined,
  from: string | undefined,
  until: string | undefined,
): MigrantDates => {
  if (!term && !from && !until) return livesHereSince === null ? NO_DATES : { ...NO_DATES, livesHereSince }
  return { livesHereSince, ...readContract(term, from, until) }
}
