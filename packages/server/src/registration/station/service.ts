/** Stations: read by everyone who works in the election, replaced as a table by the office whose area they serve. */
import { readStationRow, STATION_COLUMNS, type StationRow, stationFaults } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { narrowColumns } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { authorise, visibleArea } from '../../access/index.ts'
import { type Election, getElection, homeCounty } from '../../election/index.ts'
import { communityIndex, findArea, findCommunities } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { readWholeTable } from '../../platform/files/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import type { StationFailure } from './errors.ts'
import { findStations, lockStations, replaceStations, type ServingStation } from './store.ts'

type Failure = { readonly code: StationFailure; readonly field?: string; readonly text?: Text; readonly next?: Text }
type Numbered = StationRow & { readonly rowNo: number }

/** Who sets an election up, and who publishes its list, says where its stations are. */
const mayReplace = (ctx: Context) => {
  const setUp = authorise(ctx.actor, 'set-up', ctx.actor.areaCode)
  return setUp.ok ? setUp : authorise(ctx.actor, 'publish', ctx.actor.areaCode)
}

/** Stations that serve some of the actor's area. */
export const findElectionStations = async (ctx: Context, electionId: string): Promise<Result<ServingStation[], Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  return ok(await findStations(ctx.database, electionId, visibleArea(ctx.actor, election.value.areaCode) ?? ''))
}

/** Codes of what a row serves: communities by name or code, townships and counties by code, all within `scope`. */
const areasOf = async (sql: Sql, scope: string): Promise<(written: string) => Promise<string | null>> => {
  const communities = communityIndex(await findCommunities(sql, scope))
  return async written => {
    const known = communities(written)
    if (known !== null) return known
    const wider = (/^\d{6}$|^\d{9}$/.test(written) && written.startsWith(scope) && (await findArea(sql, written))) || null
    return wider?.code ?? null
  }
}

const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1))

const failureOfFaults = (faults: readonly { rowNo: number; text: Text }[]): Failure => {
  const shown = faults.slice(0, 20)
  return {
    code: 'stations.invalid',
    field: `stations.${faults[0]?.rowNo ?? 0}`,
    text: {
      zh: shown.map(f => `第${f.rowNo}行：${f.text.zh}`).join('；'),
      en: shown.map(f => `Row ${f.rowNo}: ${f.text.en}`).join('; '),
    },
  }
}

interface Draft {
  readonly row: Numbered
  /** Area codes. */
  readonly serves: readonly string[]
}

/** Stations with their ids: a station that keeps its name keeps its id, a new one gets the next number of its county. */
const assignIds = (drafts: readonly Draft[], own: readonly ServingStation[], takenIds: readonly string[]): ServingStation[] => {
  const byName = new Map(own.map(station => [station.name, station.id]))
  const last = new Map<string, number>()
  const newId = (county: string): string => {
    const number = (last.get(county) ?? Math.max(0, ...takenIds.filter(id => id.startsWith(`${county}-`)).map(numberOf))) + 1
    last.set(county, number)
    return `${county}-${String(number).padStart(3, '0')}`
  }
  return drafts.map(({ row: { rowNo, ...row }, serves }) => {
    const countyCode = (serves[0] ?? '').slice(0, 6)
    return { ...row, id: byName.get(row.name) ?? newId(countyCode), countyCode, serves }
  })
}

const replace = async (
  ctx: Context,
  election: Election,
  rows: readonly Numbered[],
): Promise<Result<ServingStation[], Failure>> => {
  const scope = visibleArea(ctx.actor, election.areaCode) ?? ''
  const areas = await areasOf(ctx.database, scope)
  const faults: { rowNo: number; text: Text }[] = []
  const drafts: Draft[] = []
  const names = new Set<string>()
  for (const row of rows) {
    const bad = (zh: string, en: string) => faults.push({ rowNo: row.rowNo, text: { zh, en } })
    for (const text of stationFaults(row)) faults.push({ rowNo: row.rowNo, text })
    if (names.has(row.name)) bad(`登记站“${row.name}”写了两次`, `Registration station “${row.name}” is listed twice`)
    names.add(row.name)
    const serves = new Set<string>()
    for (const written of row.serves) {
      const code = await areas(written)
      if (code === null)
        bad(
          `您的工作区域内没有社区“${written}”，请核对名称或代码`,
          `There is no community “${written}” in your area; check its name or code`,
        )
      else serves.add(code)
    }
    drafts.push({ row, serves: [...serves].sort() })
  }
  if (faults.length > 0) return fail(failureOfFaults(faults))
  return write(ctx, { action: 'stations.replaced' }, async (tx): Promise<Result<Written<ServingStation[]>, Failure>> => {
    const taken = await lockStations(tx, election.id)
    // Stations that also serve areas outside the actor's belong to a wider office and are kept.
    const own = (await findStations(tx, election.id, scope)).filter(s => s.serves.every(area => area.startsWith(scope)))
    const made = assignIds(drafts, own, taken)
    await replaceStations(
      tx,
      election.id,
      own.map(station => station.id),
      made,
    )
    return ok({
      answer: made,
      audit: {
        countyCode: homeCounty(election),
        action: 'stations.replaced',
        subject: election.id,
        details: { before: own.length, stations: made.length, area: scope },
      },
    })
  })
}

/**
 * Replaces the stations that serve the actor's area alone by these rows; a station keeps its id as long as it keeps its name. All rows or
 * none: a row that is not right changes nothing. Rows are numbered from 1.
 */
export const replaceElectionStations = async (
  ctx: Context,
  electionId: string,
  rows: readonly StationRow[],
): Promise<Result<ServingStation[], Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const allowed = mayReplace(ctx)
  if (!allowed.ok) return allowed
  return replace(
    ctx,
    election.value,
    rows.map((row, index) => ({ ...row, rowNo: index + 1 })),
  )
}

const MOST_STATIONS = 5_000

/** The same from a CSV or XLSX file; rows are numbered as the file has them. */
export const importStations = async (
  ctx: Context,
  electionId: string,
  path: string,
): Promise<Result<ServingStation[], Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const allowed = mayReplace(ctx)
  if (!allowed.ok) return allowed
  const read = await readWholeTable(path, { columns: STATION_COLUMNS, maxRows: MOST_STATIONS })
  if (!read.ok) return fail({ code: 'stations.unreadable', text: read.error.text, next: read.error.next })
  const columns = narrowColumns(read.value.table.columns, STATION_COLUMNS)
  const rows: Numbered[] = []
  const faults: { rowNo: number; text: Text }[] = []
  for (const { rowNo, cells } of read.value.rows) {
    const station = readStationRow(cells, columns)
    rows.push({ ...station.row, rowNo })
    for (const text of station.faults) faults.push({ rowNo, text })
  }
  return faults.length > 0 ? fail(failureOfFaults(faults)) : replace(ctx, election.value, rows)
}
