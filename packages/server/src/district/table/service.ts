/**
 * Districts as a table (level, name, seats, communities); without one each community is its own district, so that nothing waits for it.
 */
import { mapDistrictColumns, readDistrictRow } from '@mingce/domain/district'
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import {
  beginElection,
  type CreateElectionError,
  type Election,
  electionAudit,
  getElection,
  type NewElection,
} from '../../election/index.ts'
import { communityIndex } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { readWholeTable } from '../../platform/files/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { type Community, electionCommunities, electorate, suggestElectorate } from '../electorate/index.ts'
import { type District, findDistricts, hasRegistrations, markDistrictTable, replaceDistricts } from './store.ts'

export type DistrictTableError = { readonly code: 'districts.invalid'; readonly rows: readonly { rowNo: number; text: Text }[] }

/** One district for each community; of a township also for those where nobody elects unless a person or a unit says so. */
const districtsOfCommunities = async (tx: Sql, election: Election, communities: readonly Community[]): Promise<District[]> => {
  const districts: District[] = []
  for (const level of election.levels) {
    const { electing, perhaps } = await electorate(tx, election, level, communities)
    const codes = new Set([...electing, ...perhaps].map(c => c.code))
    for (const { code, name } of communities)
      if (codes.has(code)) districts.push({ level, code, name, seats: null, communities: [code] })
  }
  return districts
}

interface RowFault {
  readonly rowNo: number
  readonly text: Text
}

/** Gathers districts row by row: a community is in one district of a level, and districts are numbered within their level. */
const gatherDistricts = (communities: readonly Community[]) => {
  const codes = communityIndex(communities)
  const districts: District[] = []
  const faults: RowFault[] = []
  const owner = new Map<string, string>()
  const perLevel: Record<Level, number> = { county: 0, township: 0 }

  /** Code of a community that no other district of the level has; null, with a fault, where there is none. */
  const claim = (written: string, level: Level, district: string, rowNo: number): string | null => {
    const refuse = (zh: string, en: string): null => {
      faults.push({ rowNo, text: { zh, en } })
      return null
    }
    const code = codes(written)
    if (code === null)
      return refuse(`没有社区“${written}”，请核对名称或代码`, `There is no community “${written}”; check its name or code`)
    const taken = owner.get(`${level} ${code}`)
    if (taken !== undefined)
      return refuse(`社区“${written}”已在选区“${taken}”中`, `Community “${written}” is already in electoral district “${taken}”`)
    owner.set(`${level} ${code}`, district)
    return code
  }

  return {
    districts,
    faults,
    add(row: ReturnType<typeof readDistrictRow>, rowNo: number): void {
      if (!row.ok) {
        faults.push({ rowNo, text: row.error })
        return
      }
      const { level, name, seats } = row.value
      const members = row.value.communities.flatMap(written => claim(written, level, name, rowNo) ?? [])
      perLevel[level] += 1
      const code = `${level === 'county' ? 'C' : 'T'}${String(perLevel[level]).padStart(3, '0')}`
      districts.push({ level, code, name, seats, communities: members })
    },
  }
}

const MOST_DISTRICT_ROWS = 20_000

const readDistrictTable = async (
  path: string,
  communities: readonly Community[],
): Promise<Result<District[], DistrictTableError>> => {
  const read = await readWholeTable(path, { maxRows: MOST_DISTRICT_ROWS })
  if (!read.ok) return fail({ code: 'districts.invalid', rows: [{ rowNo: 0, text: read.error.text }] })
  const { table, rows } = read.value
  const columns = mapDistrictColumns(table.header)
  if (!columns.ok) {
    const missing = columns.error.missing.join('、')
    const text = { zh: `选区表缺少列：${missing}`, en: `The table of electoral districts is missing columns: ${missing}` }
    return fail({ code: 'districts.invalid', rows: [{ rowNo: table.headerRow, text }] })
  }
  const { districts, faults, add } = gatherDistricts(communities)
  for (const { rowNo, cells } of rows) add(readDistrictRow(cells, columns.value), rowNo)
  return faults.length > 0 ? fail({ code: 'districts.invalid', rows: faults }) : ok(districts)
}

type SetUpFailure = CreateElectionError | DistrictTableError

/** Creates an election with its districts and with what modules further right add (`extend`), in one transaction. */
export const setUpElection = (
  ctx: Context,
  input: NewElection & { readonly districtTable?: string },
  extend?: (tx: Sql, election: Election) => Promise<void>,
): Promise<Result<Election, SetUpFailure>> =>
  write(ctx, { action: 'election.create' }, async (tx): Promise<Result<Written<Election>, SetUpFailure>> => {
    const { districtTable } = input
    const created = await beginElection(ctx, tx, { ...input, districts: districtTable === undefined ? 'communities' : 'table' })
    if (!created.ok) return created
    const election = created.value.answer
    const communities = await electionCommunities(tx, election.areaCode)
    await suggestElectorate(tx, election, communities)
    const districts =
      districtTable === undefined
        ? ok(await districtsOfCommunities(tx, election, communities))
        : await readDistrictTable(districtTable, communities)
    if (!districts.ok) return districts
    await replaceDistricts(tx, election.id, districts.value)
    await extend?.(tx, election)
    return created
  })

type SetDistrictsFailure = DistrictTableError | { readonly code: 'districts.in-use' }

/** Gives an election another district table, as long as nobody is registered in it. */
export const setDistricts = async (
  ctx: Context,
  electionId: string,
  path: string,
): Promise<Result<{ districts: number }, SetDistrictsFailure | { code: string }>> => {
  const election = await getElection(ctx, electionId, 'set-up')
  if (!election.ok) return election
  const communities = await electionCommunities(ctx.database, election.value.areaCode)
  const districts = await readDistrictTable(path, communities)
  if (!districts.ok) return districts
  const count = districts.value.length
  return write(
    ctx,
    { action: `districts.set ${electionId}` },
    async (tx): Promise<Result<Written<{ districts: number }>, SetDistrictsFailure>> => {
      if (await hasRegistrations(tx, electionId)) return fail({ code: 'districts.in-use' })
      await replaceDistricts(tx, electionId, districts.value)
      await markDistrictTable(tx, electionId)
      return ok({
        answer: { districts: count },
        audit: electionAudit(election.value, 'districts.set', { districts: count }),
      })
    },
  )
}

/** What the import of rows needs of the districts: 选区 by name or code. */
export interface DistrictLookup {
  /** Code of the county-level district of that name or code. */
  readonly county: (written: string) => string | null
}

export const districtLookup = async (sql: Sql, election: Election): Promise<DistrictLookup> => {
  const byName = new Map<string, string>()
  for (const d of await findDistricts(sql, election.id)) if (d.level === 'county') byName.set(d.name, d.code).set(d.code, d.code)
  return { county: written => byName.get(written) ?? null }
}
