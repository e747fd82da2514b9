/** Area codes and names as people write them. */
import { isCurrentCounty } from './source.ts'

/**
 * An area code of 2, 4, 6, 9 or 12 digits, without the zeros that pad it: 110105000000 → 110105, 110000 → 11. Null for anything else.
 * A county whose own code ends in zeros keeps them (441900, 东莞). Says nothing of whether the area exists.
 */
export const normaliseAreaCode = (text: string): string | null => {
  const digits = text.normalize('NFKC').trim()
  if (!/^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(digits) || digits.startsWith('0')) return null
  const township = digits.length === 12 && digits.endsWith('000') ? digits.slice(0, 9) : digits
  const county = township.length === 9 && township.endsWith('000') ? township.slice(0, 6) : township
  if (county.length > 6 || isCurrentCounty(county)) return county
  const city = county.length === 6 && county.endsWith('00') ? county.slice(0, 4) : county
  return city.length === 4 && city.endsWith('00') ? city.slice(0, 2) : city
}

/** Names that stand between a province and its counties in the tables only: no address has them. */
const unspoken = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])

/** Names from the province down, as one would say them: 北京市, 市辖区, 朝阳区 → 北京市朝阳区. */
export const spokenName = (names: readonly string[]): string =>
  names.filter((name, at) => !unspoken.has(name) && name !== names[at - 1]).join('')

export interface Community {
  readonly code: string
  readonly name: string
}

type Kind = 'community' | 'village' | 'any'
interface Reading {
  readonly stem: string
  readonly kind: Kind
}

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/gu, '')
const committee = /^(.+?)(?:(?:社区)?(居民委员会|居委会)|(村民委员会|村委会))$/u
const without = (text: string, ending: string) =>
  text.length > ending.length && text.endsWith(ending) ? text.slice(0, -ending.length) : null

/** What a text may mean, the likeliest first: a short name, and whether it says community or village. */
const readings = (text: string): Reading[] => {
  const [, stem, urban, rural] = committee.exec(text) ?? []
  const found: (Reading | null)[] = []
  const say = (short: string | null | undefined, kind: Kind) => found.push(short ? { stem: short, kind } : null)
  if (stem && urban) say(stem, 'community')
  else if (stem && rural) {
    say(stem, 'village')
    say(without(stem, '村'), 'village')
  } else {
    say(text, 'any')
    say(without(text, '社区'), 'community')
    say(without(text, '村'), 'village')
  }
  return found.filter(reading => reading !== null)
}

/** Short names under which people know a community: a village 刘庄村委会 is 刘庄 and 刘庄村. */
const knownAs = (name: string): Reading[] => {
  const known = readings(name)
  const villages = known.filter(reading => reading.kind === 'village' && !reading.stem.endsWith('村'))
  return [...known, ...villages.map(({ stem }): Reading => ({ stem: `${stem}村`, kind: 'village' }))]
}

/** Names of areas as people write them, the longest first: 南磨房地区 is also 南磨房. */
const spellingsOf = (names: readonly string[]): string[] =>
  [
    ...new Set(
      names
        .map(plain)
        .flatMap(name => [name, name.replace(/(地区|街道办事处|街道|办事处|镇|乡|自治县|县|市辖区|区|市|省)$/, '')]),
    ),
  ]
    .filter(name => name.length >= 2)
    .sort((a, b) => b.length - a.length)

/** Looks a name up without the names of areas before it. */
const findBelow = (key: string, before: readonly string[], find: (text: string) => string | null): string | null => {
  let rest = key
  for (let left = 5; left > 0; left--) {
    const name = before.find(one => rest.length > one.length + 1 && rest.startsWith(one))
    if (name === undefined) return null
    rest = rest.slice(name.length)
    const found = find(rest)
    if (found !== null) return found
  }
  return null
}

/**
 * Finds the code of what a clerk wrote for a community: its code, its full name, or its name without 社区居民委员会, 居委会, 村委会, 社区, 村;
 * full-width characters and spaces do not matter. Null where nothing or more than one community fits: a guess would put a voter on the
 * wrong list. `above`: names of the areas above them, which may stand before the community's: 朝阳区南磨房地区东郊社区, 南磨房东郊社区.
 */
export const communityIndex = (
  communities: Iterable<Community>,
  above: readonly string[] = [],
): ((text: string) => string | null) => {
  const codes = new Set<string>()
  const full = new Map<string, Set<string>>()
  const short = new Map<string, Map<string, Kind>>()
  for (const { code, name } of communities) {
    const key = plain(name)
    codes.add(code)
    full.set(key, (full.get(key) ?? new Set()).add(code))
    for (const { stem, kind } of knownAs(key)) {
      const holders = short.get(stem) ?? new Map<string, Kind>()
      holders.set(code, kind)
      short.set(stem, holders)
    }
  }
  const only = (found: readonly string[]): string | null => (found.length === 1 ? (found[0] ?? null) : null)
  const before = spellingsOf(above)
  const find = (text: string): string | null => findAlone(text) ?? findBelow(plain(text), before, findAlone)
  const findAlone = (text: string): string | null => {
    const key = plain(text)
    if (codes.has(key)) return key
    const named = full.get(key)
    if (named) return only([...named])
    for (const { stem, kind } of readings(key)) {
      const fits = [...(short.get(stem) ?? [])].filter(([, held]) => held === kind || held === 'any' || kind === 'any')
      if (fits.length) return only(fits.map(([code]) => code))
    }
    return null
  }
  // A roster repeats a handful of names over many thousand rows, and neighbours mostly the one before.
  const answers = new Map<string, string | null>()
  let last: { text: string; code: string | null } | undefined
  return text => {
    if (text === last?.text) return last.code
    const known = answers.get(text)
    const code = known === undefined ? find(text) : known
    if (known === undefined && answers.size < 10_000) answers.set(text, code)
    last = { text, code }
    return code
  }
}
