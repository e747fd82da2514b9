/** What looks like an ID number in the text of a cell: 18 or 15 characters, one that a spreadsheet rounded, or one that is partly covered. */
import { isProvince } from '@mingce/domain/standards'

/** Marks that clerks and programs leave around a number. */
const LITTER = /[\u200b-\u200f\u202a-\u202f\u2060-\u2064\ufeff'`´‘’＇\u2032]/g
const FULL_WIDTH = /[\uff01-\uff5e]/g
const WHOLE = /(?<![0-9A-Za-z.*])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z*])/g
const COVERED = /(?<![0-9A-Za-z*])\d{2,10}[*×●•Xx]{3,}\d{0,8}[\dXx]?(?![0-9A-Za-z*])/g
const ROUNDED = /(?<![0-9A-Za-z.])[1-9](?:\.\d+)?[eE]\+?1[4-7](?![0-9A-Za-z.])/g
const BROKEN_UP = /(?<=\d)[\s-]+(?=[\dXx])/g
/** A cell shorter than this has no number in it. */
const SHORTEST = 5

const isPlausible = (number: string): boolean => {
  const at = number.length === 18 ? 10 : 8
  const month = Number(number.slice(at, at + 2))
  const day = Number(number.slice(at + 2, at + 4))
  return isProvince(number.slice(0, 2)) && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

export interface NumberInText {
  readonly number: string
  /** Whether it can be an ID number whole: not covered, not rounded, with a province and a day. */
  readonly isWhole: boolean
  readonly from: number
  readonly to: number
}

/** The text without litter and in ASCII where it has full-width forms. */
export const mendText = (cell: string): string =>
  cell.replace(LITTER, '').replace(FULL_WIDTH, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))

const searchIn = (text: string): NumberInText[] => {
  const found: NumberInText[] = []
  for (const match of text.matchAll(WHOLE))
    if (isPlausible(match[0]))
      found.push({ number: match[0], isWhole: true, from: match.index, to: match.index + match[0].length })
  if (found.length > 0) return found
  for (const pattern of [COVERED, ROUNDED])
    for (const match of text.matchAll(pattern))
      if (pattern === ROUNDED || match[0].length >= 15)
        found.push({ number: match[0], isWhole: false, from: match.index, to: match.index + match[0].length })
  return found
}

/** The numbers in a mended text. One that is written in groups is found if there is no other. */
export const numbersInText = (text: string): { readonly text: string; readonly numbers: readonly NumberInText[] } => {
  if (text.length < SHORTEST || !/\d/.test(text)) return { text, numbers: [] }
  const numbers = searchIn(text)
  if (numbers.length > 0) return { text, numbers }
  const joined = text.replace(BROKEN_UP, '')
  return joined === text ? { text, numbers } : { text: joined, numbers: searchIn(joined) }
}

/** How many numbers of people a cell seems to hold. */
export const countNumbers = (cell: string | undefined): number =>
  cell === undefined || cell.length < SHORTEST || !/\d/.test(cell) ? 0 : numbersInText(mendText(cell)).numbers.length
