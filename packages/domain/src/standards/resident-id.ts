/**
 * The citizen's ID number (公民身份号码, GB 11643): reading what clerks send, checking it, and packing it for the person key.
 * A million numbers go through here per file, so a clean number is judged by arithmetic on its characters and nothing is built twice.
 */

import { isProvince } from './areas.ts'
import { dateOf, isDay } from './dates.ts'
import type { Sex } from './sex.ts'

/** What judging a number needs to know besides the number. */
export interface ResidentIdContext {
  /** Is this six-digit code a county or district today? */
  isCurrentCounty(code6: string): boolean
  /** Was it one once? Then the number stays valid. Without this, a code that is not of today is taken for a former one. */
  readonly isFormerCounty?: ((code6: string) => boolean) | undefined
  /** Last believable birth date, 'YYYY-MM-DD'; a later one is a fault of the number. Without it only the calendar is judged. */
  readonly bornBy?: string | undefined
}

export interface ResidentId {
  readonly kind: 'ok'
  /** 18 places, upper case. */
  readonly number: string
  /** It came with 15 places. */
  readonly upgraded: boolean
  /** 'YYYY-MM-DD' */
  readonly birth: string
  readonly sex: Sex
  /** First six digits: the county or district that gave the number. */
  readonly area6: string
  /**
   * What the first six digits are. current: a county or district of today. former: one that was abolished or renumbered. permit: a residence
   * permit of Hong Kong, Macao or Taiwan residents, who are citizens (81, 82, 83). unknown: in no table.
   */
  readonly area: 'current' | 'former' | 'permit' | 'unknown'
}

/** Faults in the order they are judged; the first that holds is the answer. */
export type ResidentIdFault = 'missing' | 'precision-lost' | 'format' | 'area' | 'date' | 'checksum' | 'foreign'
export type ResidentIdReading = ResidentId | { readonly kind: ResidentIdFault }

const MISSING = { kind: 'missing' } as const
const PRECISION_LOST = { kind: 'precision-lost' } as const
const FORMAT = { kind: 'format' } as const
const AREA = { kind: 'area' } as const
/** A foreigner's permanent residence card: 9, the place and the nationality, then as on an ID card. */
const FOREIGN = { kind: 'foreign' } as const
const DATE = { kind: 'date' } as const
const CHECKSUM = { kind: 'checksum' } as const

const EARLIEST_YEAR = 1850
const ZERO = 48
const NINE = 57
const UPPER_X = 88

/** Weight of the place, and the check character of the weighted sum modulo 11 (GB 11643). */
const WEIGHTS = Uint8Array.of(7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
const CHECKS = '10X98765432'

/** Weighted sum of the first 17 characters modulo 11, or −1 where one is no ASCII digit. */
const remainder = (text: string): number => {
  let sum = 0
  for (let i = 0; i < 17; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return -1
    sum += digit * (WEIGHTS[i] as number)
  }
  return sum % 11
}

/** The 18th character that belongs to the first 17 digits, '0'–'9' or 'X'. */
export const checkCharacter = (first17: string): string => {
  const rest = remainder(first17)
  if (first17.length !== 17 || rest < 0) throw new RangeError('17 digits are needed')
  return CHECKS.charAt(rest)
}

/** Value of `count` digits from `at`; the caller knows that they are digits. */
const digits = (text: string, at: number, count: number): number => {
  let value = 0
  for (let i = at; i < at + count; i++) value = value * 10 + text.charCodeAt(i) - ZERO
  return value
}

interface Area {
  readonly text: string
  readonly kind: ResidentId['area'] | 'foreign' | 'none'
}

// Some thousand area codes recur a million times: what there is to know of them is found once, by the tables it was asked of.
let areas = new Map<number, Area>()
let askedOf: Pick<ResidentIdContext, 'isCurrentCounty' | 'isFormerCounty'> | undefined
const kindOf = (code: string, { isCurrentCounty, isFormerCounty }: ResidentIdContext): Area['kind'] => {
  if (code.startsWith('9')) return 'foreign'
  if (/^8[123]/.test(code)) return 'permit'
  if (!isProvince(code.slice(0, 2))) return 'none'
  if (isCurrentCounty(code)) return 'current'
  return (isFormerCounty?.(code) ?? true) ? 'former' : 'unknown'
}
const areaOf = (code: number, context: ResidentIdContext): Area => {
  if (askedOf?.isCurrentCounty !== context.isCurrentCounty || askedOf.isFormerCounty !== context.isFormerCounty) {
    areas = new Map()
    askedOf = { isCurrentCounty: context.isCurrentCounty, isFormerCounty: context.isFormerCounty }
  }
  let area = areas.get(code)
  if (!area) {
    // Made from the figure, so that the cache does not keep the whole file's text alive behind a slice of it.
    const text = String(code).padStart(6, '0')
    area = { text, kind: kindOf(text, context) }
    if (areas.size < 20_000) areas.set(code, area)
  }
  return area
}

/** Was someone born later than can be? Nearly everyone was born years before: only in that year days are compared. */
const isBornAfter = (birth: string, year: number, latest: string): boolean => year >= digits(latest, 0, 4) && birth > latest

/** Judge 18 characters; any other shape was answered before. */
const judge = (number: string, upgraded: boolean, context: ResidentIdContext): ResidentIdReading => {
  const rest = remainder(number)
  if (rest < 0) return FORMAT
  const last = number.charCodeAt(17)
  if (last !== UPPER_X && (last < ZERO || last > NINE)) return FORMAT
  const area = areaOf(digits(number, 0, 6), context)
  if (area.kind === 'none') return AREA
  const year = digits(number, 6, 4)
  const month = digits(number, 10, 2)
  const day = digits(number, 12, 2)
  if (year < EARLIEST_YEAR || !isDay(year, month, day)) return DATE
  const birth = dateOf(year, month, day)
  if (context.bornBy !== undefined && isBornAfter(birth, year, context.bornBy)) return DATE
  if (CHECKS.charCodeAt(rest) !== last) return CHECKSUM
  if (area.kind === 'foreign') return FOREIGN
  return {
    kind: 'ok',
    number,
    upgraded,
    birth,
    sex: number.charCodeAt(16) & 1 ? 'M' : 'F',
    area6: area.text,
    area: area.kind,
  }
}

/** Characters that clerks and programs leave around a number: white space, zero-width marks, the apostrophe that means "text". */
const isLitter = (c: number): boolean =>
  c <= 0x20 ||
  c === 0x27 ||
  c === 0x60 ||
  c === 0xa0 ||
  c === 0xb4 ||
  c === 0x3000 ||
  c === 0xfeff ||
  c === 0xff07 ||
  c === 0xff40 ||
  (c >= 0x2000 && c <= 0x200f) ||
  (c >= 0x2018 && c <= 0x201b) ||
  (c >= 0x2028 && c <= 0x202f) ||
  (c >= 0x205f && c <= 0x2064) ||
  c === 0x2032

/** The number without litter, in ASCII and upper case: full-width forms become ASCII, `="…"` is opened. */
const mend = (raw: string): string => {
  let text = ''
  for (let i = 0; i < raw.length; i++) {
    const c = raw.charCodeAt(i)
    if (isLitter(c)) continue
    // U+FF01–FF5E are the full-width forms of the printable ASCII characters.
    text += c >= 0xff01 && c <= 0xff5e ? String.fromCharCode(c - 0xfee0) : raw.charAt(i)
  }
  text = text.toUpperCase()
  const formula = /^="(.*)"$/.exec(text)
  return formula ? (formula[1] as string) : text
}

/** 1.10105E+17 and the like: a spreadsheet has cut the number to 15 places. */
const SCIENTIFIC = /^[+-]?\d+(\.\d+)?E\+?\d+$/

/** Digits that a spreadsheet keeps of a number: place, birth date and the first of the sequence. */
const SIGNIFICANT = 15
/** 1.10105194912310E+17: all that is kept, with zeros behind it or cut off. */
const KEPT = /^(\d)(?:\.(\d*))?E\+?17$/
/** 110105194912310000: written out again, with zeros for what was lost. */
const ZEROED = /^\d{15}000$/

/**
 * The 15 digits that are left of a number which became a float, or undefined: it became none, or fewer are left (1.10105E+17). Digits after
 * the fifteenth are the float's, and not the card's.
 */
export const keptDigits = (raw: string): string | undefined => {
  const text = mend(raw)
  if (ZEROED.test(text)) return text.slice(0, SIGNIFICANT)
  const [, first, rest = ''] = KEPT.exec(text) ?? []
  // Zeros at the end are not always written: 1.1010519491231E+17.
  return first !== undefined && rest.length >= 13 ? (first + rest).padEnd(SIGNIFICANT, '0').slice(0, SIGNIFICANT) : undefined
}

/** Can the 18 characters be judged as they are? Only the last one may need mending else. */
const isClean = (raw: string): boolean => {
  if (raw.length !== 18) return false
  const last = raw.charCodeAt(17)
  return (last >= ZERO && last <= NINE) || last === UPPER_X
}

/**
 * Read an ID number as clerks send it (GB 11643).
 *
 * Mended without a word: full-width digits and letters, spaces of any kind, zero-width marks, apostrophes, `="…"`, a lower-case x.
 * A 15-place number becomes 18 places (born 19xx) and is marked `upgraded`.
 *
 * Order of judgement: missing; precision-lost (scientific form: a reader of XLSX gives numeric cells of 2^53 and more in that form);
 * format (15 or 18 places, digits, X only at the end); area (a province of GB/T 2260 in front, or 81, 82, 83, 9); date;
 * checksum; foreign (9 in front: not a citizen's). A number with a date that does
 * not exist nearly always fails its check digit too; the date is named because it tells the clerk where to look.
 */
export const readResidentId = (raw: string, context: ResidentIdContext): ResidentIdReading => {
  if (isClean(raw)) {
    const reading = judge(raw, false, context)
    if (reading.kind === 'checksum' && ZEROED.test(raw)) return PRECISION_LOST
    if (reading.kind !== 'format') return reading
  }
  const text = mend(raw)
  if (text === '') return MISSING
  if (SCIENTIFIC.test(text)) return PRECISION_LOST
  if (text.length === 18) {
    const reading = judge(text, false, context)
    // Three zeros at the end and a wrong check digit: 15 digits were kept.
    return reading.kind === 'checksum' && ZEROED.test(text) ? PRECISION_LOST : reading
  }
  if (text.length !== 15 || !/^\d{15}$/.test(text)) return FORMAT
  const first17 = `${text.slice(0, 6)}19${text.slice(6)}`
  return judge(first17 + checkCharacter(first17), true, context)
}

/** Bytes that a packed number takes: one block of SM4. */
export const PACKED_BYTES = 16
const PACKED_KIND = 1

/**
 * Pack a valid number into 16 bytes at `at`: kind 1, area (3 bytes, big endian), birth date as yyyymmdd (4), sequence (2), check
 * character (1: 0–10), and zeros. Different numbers give different bytes, so the encrypted block identifies the person.
 */
export const packResidentId = (number: string, into: Uint8Array, at: number): void => {
  const area = digits(number, 0, 6)
  const date = digits(number, 6, 8)
  const sequence = digits(number, 14, 3)
  const last = number.charCodeAt(17)
  into[at] = PACKED_KIND
  into[at + 1] = area >>> 16
  into[at + 2] = area >>> 8
  into[at + 3] = area
  into[at + 4] = date >>> 24
  into[at + 5] = date >>> 16
  into[at + 6] = date >>> 8
  into[at + 7] = date
  into[at + 8] = sequence >>> 8
  into[at + 9] = sequence
  into[at + 10] = last === UPPER_X ? 10 : last - ZERO
  for (let i = 11; i < PACKED_BYTES; i++) into[at + i] = 0
}

/** The number packed at `at`, or undefined where the bytes are none (another kind, another key's plaintext). */
export const unpackResidentId = (bytes: Uint8Array, at: number): string | undefined => {
  const byte = (i: number) => bytes[at + i] ?? 255
  if (byte(0) !== PACKED_KIND) return undefined
  for (let i = 11; i < PACKED_BYTES; i++) if (byte(i) !== 0) return undefined
  const area = byte(1) * 65_536 + byte(2) * 256 + byte(3)
  const date = byte(4) * 16_777_216 + byte(5) * 65_536 + byte(6) * 256 + byte(7)
  const sequence = byte(8) * 256 + byte(9)
  const check = byte(10)
  if (area > 999_999 || date > 99_999_999 || sequence > 999 || check > 10) return undefined
  const pad = (value: number, places: number) => String(value).padStart(places, '0')
  return `${pad(area, 6)}${pad(date, 8)}${pad(sequence, 3)}${check === 10 ? 'X' : check}`
}

/**
 * A number with most of it covered: 110*************2X. A birth date often stands beside it and the county is easily guessed, so neither the
 * county nor the sequence is shown whole.
 */
export const maskResidentId = (number: string): string => `${number.slice(0, 3)}*************${number.slice(16)}`
