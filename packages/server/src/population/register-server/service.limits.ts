/**
 * Keeps whoever asks from guessing numbers: under one name and birth date a certificate is answered for one number only, and where many of its
 * numbers of one birth date were wrong it no longer learns whether a number exists under another name. What is withheld is `unknown`.
 * In memory, as keyed digests under a key that never leaves the process; forgotten after a day.
 */
import { randomBytes } from 'node:crypto'
import { normalizePersonName } from '@mingce/domain/standards'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { BatchAnswer, RegisterQuestion } from '../sources/index.ts'

/** Wrong numbers of one birth date within a day; in a register of half a million some twenty people share a birth date. */
const MOST_WRONG = 30
const DAY_MS = 86_400_000
/** People remembered for all who ask; then all is forgotten at once, as after a day. */
const MOST_REMEMBERED = 2_000_000

export interface NumberLimits {
  /** The answers as `caller` may have them, in their order, and how many of them were withheld. */
  limit(
    caller: string,
    questions: readonly RegisterQuestion[],
    answers: readonly BatchAnswer[],
  ): { readonly answers: BatchAnswer[]; readonly withheld: number }
}

const birthOf = (number: string): string => number.slice(6, 14)

export const openNumberLimits = (now: () => number = Date.now, keys = memoryKeyring(randomBytes(32))): NumberLimits => {
  const first = new Map<string, string>()
  const wrong = new Map<string, Set<string>>()
  let since = now()
  const forgetOld = (): void => {
    if (now() - since < DAY_MS && first.size < MOST_REMEMBERED) return
    first.clear()
    wrong.clear()
    since = now()
  }
  const isOther = (person: string, number: string): boolean => {
    const known = first.get(person)
    if (known === undefined) first.set(person, number)
    return known !== undefined && known !== number
  }
  const isPastWrong = (date: string, number: string, { answer }: BatchAnswer): boolean => {
    if (answer === 'yes') return false
    const numbers = wrong.get(date) ?? new Set<string>()
    wrong.set(date, numbers)
    if (numbers.size < MOST_WRONG) numbers.add(number)
    return numbers.size >= MOST_WRONG && !numbers.has(number)
  }
  return {
    limit(caller, questions, answers) {
      forgetOld()
      const digests = keys.digests(
        questions.flatMap(({ name, number }) => [
          `${caller}/${normalizePersonName(name)}/${birthOf(number)}`,
          number,
          `${caller}/${birthOf(number)}`,
        ]),
      )
      let withheld = 0
      const limited = answers.map((answer, index): BatchAnswer => {
        const [person = '', number = '', date = ''] = digests.slice(3 * index, 3 * index + 3)
        if (!isOther(person, number) && !isPastWrong(date, number, answer)) return answer
        withheld += 1
        return { ref: answer.ref, answer: 'unknown', hukouArea: null }
      })
      return { answers: limited, withheld }
    },
  }
}
