/**
 * What a published voter list says, entry by entry, and the one line of text that stands for each in the proof. The line is a JSON array
 * of strings and whole numbers without spaces: two different entries never make the same line, and anyone can rebuild it with any tool.
 */
import { LEVELS, type Level } from '../election/index.ts'

/** listed: in the first list. The other three stand in supplements: added, removed, corrected. */
export type Change = 'listed' | 'added' | 'removed' | 'corrected'

/** What every entry of a version shares. `publishedOn` and `pollingDay` are 'YYYY-MM-DD'. */
export interface RollHeader {
  readonly electionId: string
  readonly electionName: string
  readonly pollingDay: string
  readonly version: number
  readonly kind: 'list' | 'supplement'
  readonly publishedOn: string
  /**
   * Root of the version before this one; null in the first. With it the header also counts the districts, so that a version and a district
   * cannot be left out unnoticed. Absent in versions that were published before headers had either.
   */
  readonly previousRoot?: string | null | undefined
}

/** One electoral district of a version: how many entries it has and the root over them. */
export interface RollDistrict {
  readonly level: Level
  readonly code: string
  readonly name: string
  readonly entries: number
  readonly root: string
}

/** One line of the list. No ID number, no birth date, no address: the law publishes who votes where, nothing else (EL 28, PIPL 25). */
export interface RollEntry {
  readonly level: Level
  /** Code of the electoral district. */
  readonly district: string
  /** Voter group 选民小组; '' where a district has none. */
  readonly group: string
  /** Within district and group, from 1. */
  readonly number: number
  readonly change: Change
  readonly name: string
  /** 'M', 'F', or '' where it is not known. */
  readonly sex: string
  /** Tells people of one name apart, or says what a correction replaces; else ''. */
  readonly mark: string
  /** 16 random bytes, 32 hex digits: who holds a digest of one entry cannot find the name by trying names. */
  readonly salt: string
}

/** Characters that JSON writes in another way than as themselves. */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u
const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`)

/**
 * Writes the lines of entries of one version; a line's digest is the entry's leaf. Exactly `JSON.stringify` of the array, four times as
 * fast for a long list, because neighbours share their beginning.
 */
export const entryWriter = (electionId: string, version: number): ((entry: RollEntry) => string) => {
  let level: string | undefined
  let district = ''
  let group = ''
  let beginning = ''
  return entry => {
    if (entry.group !== group || entry.district !== district || entry.level !== level) {
      ;({ level, district, group } = entry)
      beginning = `["entry",${quoted(electionId)},${version},"${level}",${quoted(district)},${quoted(group)},`
    }
    return `${beginning}${entry.number},"${entry.change}",${quoted(entry.name)},${quoted(entry.sex)},${quoted(entry.mark)},${quoted(entry.salt)}]`
  }
}

/** The line of a single entry. */
export const entryText = (electionId: string, version: number, entry: RollEntry): string =>
  entryWriter(electionId, version)(entry)

/** The line of a district in the tree over the districts. */
export const districtText = (electionId: string, version: number, district: RollDistrict): string =>
  JSON.stringify(['district', electionId, version, district.level, district.code, district.name, district.entries, district.root])

/**
 * The first line of the tree over the districts: the root vouches for name, day and date of publication too, for the version before and for
 * the number of districts.
 */
export const headerText = (header: RollHeader, districts: number): string => {
  const { electionId, electionName, pollingDay, version, kind, publishedOn, previousRoot } = header
  const facts = [electionId, electionName, pollingDay, version, kind, publishedOn]
  return JSON.stringify(previousRoot === undefined ? ['roll', 1, ...facts] : ['roll', 2, ...facts, previousRoot ?? '', districts])
}

const isLevel = (value: unknown): value is Level => LEVELS.some(level => level === value)
const CHANGES: readonly Change[] = ['listed', 'added', 'removed', 'corrected']
const isChange = (value: unknown): value is Change => CHANGES.some(change => change === value)

const parseArray = (line: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(line)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** Reads a line of `entryText` back; undefined when it is none, so that a damaged line is a finding and not a crash. */
export const parseEntryText = (line: string): (RollEntry & { electionId: string; version: number }) | undefined => {
  const [tag, electionId, version, level, district, group, number, change, name, sex, mark, salt, ...more] = parseArray(line)
  if (tag !== 'entry' || more.length > 0 || typeof electionId !== 'string' || typeof version !== 'number') return undefined
  if (!isLevel(level) || !isChange(change) || typeof number !== 'number') return undefined
  if (typeof district !== 'string' || typeof group !== 'string' || typeof name !== 'string') return undefined
  if (typeof sex !== 'string' || typeof mark !== 'string' || typeof salt !== 'string') return undefined
  return { electionId, version, level, district, group, number, change, name, sex, mark, salt }
}

/** Reads a line of `districtText` back; undefined when it is none. */
export const parseDistrictText = (line: string): RollDistrict | undefined => {
  const [tag, , , level, code, name, entries, root] = parseArray(line)
  if (tag !== 'district' || !isLevel(level) || typeof code !== 'string' || typeof name !== 'string') return undefined
  return typeof entries === 'number' && typeof root === 'string' ? { level, code, name, entries, root } : undefined
}
