/**
 * The order of lists, posters and candidates: by strokes of the surname, then of each further character (BJ 43). Characters are
 * ordered by GF 3003-1999: the number of strokes in mainland forms, then the first stroke that differs (横 竖 撇 点 折). The table is derived
 * (strokes.generated.ts, docs/law/strokes.md); ICU's stroke collation counts otherwise. A name becomes a key that a database sorts byte by
 * byte, so that no server needs a collation.
 */
import { isHan } from './person-name.ts'
import { FIRST_RANKS, RANKS, RUNS } from './strokes.generated.ts'

/** Rank of each Han character in the stroke order, from 0. */
export interface StrokeRanks {
  rankOf(codePoint: number): number
  readonly count: number
}

let ranks: StrokeRanks | undefined

/** Value of a digit of base 64. */
const digitOf = (c: number): number =>
  c >= 0x61 ? c - 0x61 + 26 : c >= 0x41 ? c - 0x41 : c >= 0x30 ? c - 0x30 + 52 : c === 0x2b ? 62 : 63

/** Ranks of the whole Han repertoire, so that a character's rank depends on nothing that was seen before. Unpacked once per process. */
export const strokeRanks = (): StrokeRanks => {
  if (ranks) return ranks
  const table = new Int32Array(SLOTS).fill(-1)
  let at = 0
  for (const [from, to] of RUNS)
    for (let codePoint = from; codePoint <= to; codePoint++, at += 3)
      table[codePoint] =
        digitOf(RANKS.charCodeAt(at)) * 4096 + digitOf(RANKS.charCodeAt(at + 1)) * 64 + digitOf(RANKS.charCodeAt(at + 2))
  ranks = { count: at / 3, rankOf: codePoint => table[codePoint] ?? -1 }
  return ranks
}

/** How many strokes a Han character has (GF 3003-1999); undefined for any other text. */
export const strokeCount = (character: string): number | undefined => {
  const rank = strokeRanks().rankOf(character.codePointAt(0) ?? -1)
  if (rank < 0) return undefined
  const next = FIRST_RANKS.findIndex(first => first > rank)
  return next < 0 ? FIRST_RANKS.length : next
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
 * for Han characters, others as they are and so before them. Compare it in JavaScript with `compareNames`, not with `<` on UTF-16 units.
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

/** Compares names by strokes, as `nameOrder` sorts them: for lists that are ordered in memory, such as candidates. */
export const compareNames = (a: string, b: string): number => {
  const [x, y] = [[...nameOrder(a)], [...nameOrder(b)]]
  const at = x.findIndex((key, index) => key !== y[index])
  if (at < 0) return x.length - y.length
  return (x[at]?.codePointAt(0) ?? 0) - (y[at]?.codePointAt(0) ?? -1)
}
