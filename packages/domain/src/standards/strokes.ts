/**
 * The order of the voter list: by strokes of the surname, then of each further character (按姓氏笔画为序). The order itself is CLDR's
 * stroke collation through ECMA-402; a name becomes a key that a database sorts byte by byte, so that no server needs that collation.
 */
import { isHan } from './person-name.ts'

/** Rank of each Han character in the stroke order, from 0. */
export interface StrokeRanks {
  rankOf(codePoint: number): number
  readonly count: number
}

const BLOCKS = [
  [0x3005, 0x3007],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2ee5d],
  [0x2f800, 0x2fa1d],
  [0x30000, 0x33479],
] as const

let ranks: StrokeRanks | undefined

/**
 * Ranks of the whole Han repertoire, so that a character's rank hangs on nothing that was seen before. Sorted once per process (about
 * 0.1 s). Characters that CLDR holds equal or does not know follow by code point.
 */
export const strokeRanks = (): StrokeRanks => {
  if (ranks) return ranks
  const characters: string[] = []
  for (const [from, to] of BLOCKS) for (let c = from; c <= to; c++) if (isHan(c)) characters.push(String.fromCodePoint(c))
  // The sort is stable and the input is in code point order.
  characters.sort(new Intl.Collator('zh-u-co-stroke').compare)
  const table = new Int32Array(SLOTS).fill(-1)
  characters.forEach((character, rank) => {
    table[character.codePointAt(0) as number] = rank
  })
  const count = characters.length
  ranks = { count, rankOf: codePoint => table[codePoint] ?? -1 }
  return ranks
}

const SLOTS = 0x33480
let keys: (string | undefined)[] = []
let keysOf: StrokeRanks | undefined

const keyOf = (codePoint: number, of: StrokeRanks): string => {
  const rank = of.rankOf(codePoint)
  if (rank >= 0) return String.fromCodePoint(0x10000 + rank)
  // Han characters younger than the table: after all others.
  if (isHan(codePoint)) return String.fromCodePoint(0x90000 + codePoint)
  // No strokes: before all Han characters. What a database cannot store, or sorts elsewhere, becomes U+FFFD.
  return codePoint < 0x20 || codePoint > 0xffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)
    ? '\ufffd'
    : String.fromCodePoint(codePoint)
}

/**
 * A key that sorts names by strokes under byte order of UTF-8 (PostgreSQL COLLATE "C"): one code point per character, U+10000 + rank
 * for Han characters, others as they are and so before them. Compare it in JavaScript by code point, not with `<` on UTF-16 units.
 */
export const nameOrder = (name: string, of: StrokeRanks = strokeRanks()): string => {
  if (keysOf !== of) {
    keys = new Array(SLOTS).fill(undefined)
    keysOf = of
  }
  let order = ''
  for (let i = 0; i < name.length; i++) {
    const codePoint = name.codePointAt(i) as number
    if (codePoint > 0xffff) i++
    let key = keys[codePoint]
    if (key === undefined) {
      key = keyOf(codePoint, of)
      if (codePoint < SLOTS) keys[codePoint] = key
    }
    order += key
  }
  return order
}
