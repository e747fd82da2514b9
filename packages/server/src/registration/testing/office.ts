/** A small office for tests: an election in Nanmofang, made-up people, files as tables in memory. */

import { COLUMNS } from '@mingce/domain/registration'
import { matchColumns } from '@mingce/domain/standards'
import pino from 'pino'
import type { Actor, Context } from '../../access/index.ts'
import { setUpElection } from '../../district/index.ts'
import { type Election, homeCounty } from '../../election/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Table } from '../../platform/files/index.ts'
import type { ImportKind } from '../../population/index.ts'
import { importDisqualifications, importPopulation, insertImport, sweepStaging } from '../../population/index.ts'
import { saveRosters, stageRosters } from '../roster/index.ts'

export { saveDays } from '../counts/index.ts'

export const DISTRICT_OFFICE: Actor = { id: 'u-district', name: '朝阳区选办', role: 'district', areaCode: '110105' }
export const POLLING_DAY = '2026-12-20'

/** Three communities of Nanmofang (one of them a village) and two of another subdistrict of Chaoyang, with their parent areas. */
const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  ['110105021021', '110105021', '东郊社区居民委员会', 5],
  ['110105021022', '110105021', '百子湾西社区居民委员会', 5],
  ['110105021201', '110105021', '大郊亭村委会', 5],
] as const

export const loadSomeAreas = async (database: Database): Promise<void> => {
  for (const [code, parent, name, level] of AREAS)
    await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
      code,
      parent,
      name,
      level,
    ])
}

export const contextFor = (database: Database, actor: Actor = DISTRICT_OFFICE): Context => ({
  database,
  keys: memoryKeyring(new Uint8Array(32).fill(7)),
  files: { put: () => Promise.reject(new Error('no files here')) } as unknown as Context['files'],
  clock: { now: () => new Date('2026-11-20T01:00:00Z') },
  log: pino({ enabled: false }),
  actor,
})

export const openElection = async (ctx: Context): Promise<Election> => {
  const made = await setUpElection(ctx, {
    areaCode: '110105021',
    day: POLLING_DAY,
    levels: ['county', 'township'],
    name: '南磨房地区换届选举',
  })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return made.value
}

/** Where each field of any kind of file is in a header. */
const placesOf = (header: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    Object.values(COLUMNS).flatMap(columns =>
      Object.entries<number>(matchColumns<string>(header, columns).at).filter(([, at]) => at >= 0),
    ),
  )

/** Rows of cells as a table with the first row as its header. */
export const tableOf = ([header = [], ...rows]: readonly (readonly string[])[]): Table =>
  ({
    format: 'csv',
    encoding: 'utf-8',
    sheet: null,
    otherSheets: [],
    headerRow: 1,
    header,
    columns: { at: placesOf(header), matched: header.length, missing: [], unknown: [], notes: [] },
    notes: [],
    found: () => [],
    totalBytes: 0,
    skipped: () => ({ empty: 0, totals: 0, headers: 0, captions: 0 }),
    async *rows() {
      yield { rowNos: rows.map((_, index) => index + 2), cells: rows, bytesRead: 0 }
    },
  }) as unknown as Table

const CHECKS = '10X98765432'
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A made-up number of an area, birth date and sequence, with its check character. */
export const numberOf = (birth: string, sequence: number, area = '110105'): string => {
  const body = `${area}${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (WEIGHTS[index] ?? 0), 0)
  return body + CHECKS[sum % 11]
}

let files = 0
const recorded = (ctx: Context, election: Election, kind: ImportKind) => {
  files += 1
  return insertImport(ctx.database, {
    electionId: election.id,
    countyCode: homeCounty(election),
    kind,
    channel: kind,
    fileName: `file-${files}.csv`,
    fileDigest: '',
    startedBy: ctx.actor.name,
    startedById: ctx.actor.id,
    startedAt: ctx.clock.now(),
  })
}

export const importPeople = async (ctx: Context, election: Election, rows: readonly (readonly string[])[]) => {
  const importId = await recorded(ctx, election, 'population')
  const [one] = await importPopulation(
    ctx,
    { election, files: [{ importId, table: tableOf(rows) }], legalBasis: 'EL 27', asOf: null, endsOn: null, dryRun: false },
    () => {},
  )
  if (!one) throw new Error('no import')
  return one
}

export const importDisqualified = async (ctx: Context, election: Election, rows: readonly (readonly string[])[]) =>
  importDisqualifications(
    ctx,
    election,
    { importId: await recorded(ctx, election, 'disqualifications'), table: tableOf(rows) },
    false,
  )

/** Imports several files by one command; returns the result of each. */
export const importFiles = async (
  ctx: Context,
  election: Election,
  tables: readonly (Table | readonly (readonly string[])[])[],
  kind: 'registrations' | 'previous-roll' = 'registrations',
  dryRun = false,
) => {
  const files = []
  for (const table of tables)
    files.push({ importId: await recorded(ctx, election, kind), table: 'header' in table ? table : tableOf(table) })
  const input = { election, kind, channel: kind === 'registrations' ? 'roster' : kind, files, dryRun } as const
  const counted = await saveRosters(ctx, input, await stageRosters(ctx, input, () => {}))
  for (const { importId } of files) await sweepStaging(ctx.database, importId)
  return counted.map(({ counts }) => counts)
}

export const importRows = async (
  ctx: Context,
  election: Election,
  rows: readonly (readonly string[])[],
  kind: 'registrations' | 'previous-roll' = 'registrations',
  dryRun = false,
) => {
  const [counts] = await importFiles(ctx, election, [rows], kind, dryRun)
  if (!counts) throw new Error('no import')
  return counts
}
