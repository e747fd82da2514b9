/**
 * ID numbers of made-up people, and the ways in which clerks get them wrong. GB 11643 is written out here once more on purpose: what
 * makes the truth must not rest on the code that it judges.
 */
import type { Random } from './random.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** 17 digits with their check character (GB 11643). */
export const withCheck = (first17: string): string => {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (WEIGHTS[i] as number)
  return first17 + '10X98765432'.charAt(sum % 11)
}

/** Is the check character right? */
export const isValid = (number: string): boolean => withCheck(number.slice(0, 17)) === number

/** First and last day a made-up person can be born, in days since 1970-01-01. */
const FIRST_DAY = Date.UTC(1900, 0, 1) / 86_400_000
const DAYS = 73_050 // 200 years

/** A day as the figure yyyymmdd of a day number (days since 1970-01-01). Each is made once: a million people share some 40,000 days. */
const figures = new Int32Array(DAYS)
export const figureOfDay = (day: number): number => {
  const at = day - FIRST_DAY
  let figure = figures[at] ?? 0
  if (figure === 0) {
    const date = new Date(day * 86_400_000)
    figure = date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
    figures[at] = figure
  }
  return figure
}

/** 'YYYY-MM-DD' → days since 1970-01-01. */
export const dayOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000

/** yyyymmdd → 'YYYY-MM-DD'. */
export const dateOfFigure = (figure: number): string => {
  const text = String(figure)
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
}

/** yyyymmdd → yyyyddmm: what the figures say to someone who writes the day before the month. Not always a day of the calendar. */
export const withDayAndMonthSwapped = (figure: number): number =>
  Math.floor(figure / 10_000) * 10_000 + (figure % 100) * 100 + (Math.floor(figure / 100) % 100)

/**
 * Eighteen on that day (EL 4; a birthday on the day counts)? As figures yyyymmdd, 29 February + 18 years is the figure of a day that is not
 * in the calendar, after 28 February and before 1 March: so 1 March is the first day that is not before it, as the rule wants.
 */
export const isAdult = (birth: number, pollingDay: number): boolean => birth + 180_000 <= pollingDay

/**
 * Gives out numbers, none twice. People born on one day take different sequences, so that no memory of the numbers is needed; enough for
 * some 900 people a day and sex, which four million people do not reach.
 */
export const createNumbers = (): ((area6: string, birthDay: number, sex: 'M' | 'F') => string) => {
  const given = { M: new Uint16Array(DAYS), F: new Uint16Array(DAYS) }
  return (area6, birthDay, sex) => {
    const at = birthDay - FIRST_DAY
    const count = given[sex][at] ?? 0
    given[sex][at] = count + 1
    if (count >= 497) throw new RangeError('too many people are born on one day')
    // 211 and 497 have no common divisor, so the first 497 sequences of a day differ.
    const sequence = (1 + ((count * 211 + at * 37) % 497)) * 2 + (sex === 'M' ? 1 : 0)
    return withCheck(area6 + figureOfDay(birthDay) + String(sequence).padStart(3, '0'))
  }
}

const isDay = (figure: string): boolean => {
  const date = new Date(`${figure.slice(0, 4)}-${figure.slice(4, 6)}-${figure.slice(6, 8)}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(figure.slice(6, 8))
}

/** One digit mistyped, or two swapped, so that only the check finds it: the birth date inside still is a date. */
export const breakChecksum = (random: Random, number: string): string => {
  for (;;) {
    const at = 6 + random.below(11)
    const digit = number.charAt(at)
    const next = number.charAt(at + 1)
    const swapped = random.chance(0.4) && at < 16 && digit !== next
    const broken = swapped
      ? number.slice(0, at) + next + digit + number.slice(at + 2)
      : number.slice(0, at) + ((Number(digit) + 1 + random.below(9)) % 10) + number.slice(at + 1)
    const year = Number(broken.slice(6, 10))
    if (
      broken !== number &&
      year >= 1925 &&
      year <= 2005 &&
      isDay(broken.slice(6, 14)) &&
      withCheck(broken.slice(0, 17)) !== broken &&
      // That reads as a number whose last digits a spreadsheet lost.
      !broken.endsWith('000')
    )
      return broken
  }
}

/** The number of somebody of the same day, sex and area whom there is not: sequences of 996 and 998 are given to nobody. */
export const withOtherSequence = (random: Random, number: string): string =>
  withCheck(number.slice(0, 14) + (Number(number[16]) % 2 === 1 ? 997 + 2 * random.below(2) : 996 + 2 * random.below(2)))

/** A birth date inside the number that no calendar has, with its right check digit. */
export const breakDate = (random: Random, number: string): string => {
  const day = random.pick(['0230', '0431', '0631', '0931', '1131', '1301', '0015', '1232'])
  return withCheck(number.slice(0, 10) + day + number.slice(14, 17))
}

/** A number with a digit too few or too many, a letter inside, or another document's number. */
export const breakFormat = (random: Random, number: string): string => {
  const at = 7 + random.below(9)
  switch (random.below(5)) {
    case 0:
      return number.slice(0, at) + number.slice(at + 1)
    case 1:
      return number.slice(0, at) + number.charAt(at) + number.slice(at)
    case 2:
      return `${number.slice(0, at)}O${number.slice(at + 1)}`
    case 3:
      return `E${number.slice(6, 14)}`
    default:
      return number.slice(0, 12)
  }
}

/** What a spreadsheet makes of 18 digits: 15 of them count, the rest is lost; a narrow column shows fewer. */
export const losePrecision = (random: Random, number: string): string =>
  `${number.charAt(0)}.${number.slice(1, random.chance(0.5) ? 6 : 15)}E+17`

/** The number as it was before 1999: no century, no check. Only for people born 1900–1999. */
export const toFifteen = (number: string): string => number.slice(0, 6) + number.slice(8, 17)

/** Writes the number as clerks do; every form means the same number. */
export const dirtyNumber = (random: Random, number: string): string => {
  switch (random.below(6)) {
    case 0:
      return number.replace(/[0-9X]/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
    case 1:
      return `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`
    case 2:
      return `'${number}`
    case 3:
      return number.toLowerCase()
    case 4:
      return ` ${number}\u3000`
    default:
      return `${number}\u00a0`
  }
}
