/**
 * Districts as a table (level, name, seats, communities); without one each community is its own district, so that nothing waits for it.
 */
import { mapDistrictColumns, partCode, readDistrictRow, readPartCode } from '@mingce/domain/district'
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { partKey } from '@mingce/domain/standards'
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
import { type CommunityPart, findParts, replaceParts } from '../parts/index.ts'
import { type District, findDistricts, hasRegistrations, markDistrictTable, replaceDistricts } from './store.ts'

export type DistrictTableError = { readonly code: 'districts.invalid'; readonly rows: readonly { rowNo: number; text: Text }[] }

/** One district for each community; of a township also for those where nobody elects unless a person or a unit says so. */
const districtsOfCommunities = async (tx: Sql, election: Election, communities: readonly Community[]): Promise<District[]> => {
  const districts: District[] = []
  for (const level of election.levels) {
    const { electing, perhaps } = await electorate(tx, election, level, communities)
    const codes = new Set([...electing, ...perhaps].map(c => c.code))
    for (const { code, name } of communities)
      if (codes.has(code)) districts.push({ level, code, name, seats: null, communities: [code], parts: [] })
  }
  return districts
}

interface RowFault {
  readonly rowNo: number
  readonly text: Text
}

/** Gathers districts row by row: a community, or each of its parts, is in one district of a level; districts are numbered within their level. */
const gatherDistricts = (communities: readonly Community[], listed: readonly CommunityPart[]) => {
  const codes = communityIndex(communities)
  const nameOf = new Map(communities.map(({ code, name }) => [code, name]))
  const districts: District[] = []
  const faults: RowFault[] = []
  const owner = new Map<string, string>()
  const perLevel: Record<Level, number> = { county: 0, township: 0 }
  /** Parts that the table names, by unit code. */
  const parts = new Map(listed.map(one => [partCode(one.community, one.part), one]))

  const refuse = (rowNo: number, zh: string, en: string): null => {
    faults.push({ rowNo, text: { zh, en } })
    return null
  }
  /** The district that has the unit already: a whole community has its parts, and a part keeps its whole community out. */
  const takenBy = (level: Level, community: string, unit: string): string | undefined =>
    owner.get(`${level} ${unit}`) ?? owner.get(unit === community ? `${level} parts of ${community}` : `${level} ${community}`)
  const listPart = (level: Level, community: string, part: string, named: string, district: string): void => {
    owner.set(`${level} parts of ${community}`, district)
    const unit = partCode(community, part)
    if (!parts.has(unit)) parts.set(unit, { community, part, name: named.trim(), population: 0, source: 'none' })
  }

  /** Code of a community or a part that no other district of the level has; null, with a fault, where there is none. */
  const claim = (written: string, level: Level, district: string, rowNo: number): string | null => {
    const [place = '', named] = written.split('/')
    const community = codes(place)
    if (community === null)
      return refuse(rowNo, `没有社区“${place}”，请核对名称或代码`, `There is no community “${place}”; check its name or code`)
    const part = named === undefined ? null : partKey(named, nameOf.get(community))
    if (named !== undefined && part === null)
      return refuse(rowNo, `“${written}”没有写明小组`, `“${written}” does not name a part of the community`)
    const unit = part === null ? community : partCode(community, part)
    const taken = takenBy(level, community, unit)
    if (taken !== undefined)
      return refuse(
        rowNo,
        `社区“${written}”已在选区“${taken}”中`,
        `Community “${written}” is already in electoral district “${taken}”`,
      )
    owner.set(`${level} ${unit}`, district)
    if (part !== null && named !== undefined) listPart(level, community, part, named, district)
    return unit
  }

  return {
    districts,
    add(row: ReturnType<typeof readDistrictRow>, rowNo: number): void {
      if (!row.ok) {
        faults.push({ rowNo, text: row.error })
        return
      }
      const { level, name, seats } = row.value
      const members = row.value.communities.flatMap(written => claim(written, level, name, rowNo) ?? [])
      perLevel[level] += 1
      const code = `${level === 'county' ? 'C' : 'T'}${String(perLevel[level]).padStart(3, '0')}`
      const isPart = (unit: string) => readPartCode(unit).part !== null
      districts.push({
        level,
        code,
        name,
        seats,
        communities: members.filter(unit => !isPart(unit)),
        parts: members.filter(isPart),
      })
    },
    parts: () => [...parts.values()],
    /** Faults of the rows, and parts of a divided community that no district has. */
    faults(): RowFault[] {
      const left = [...parts].flatMap(([unit, { community, name }]) =>
        (['county', 'township'] as const).flatMap(level => {
          const divided = owner.has(`${level} parts of ${community}`)
          return divided && !owner.has(`${level} ${unit}`)
            ? [{ level, name: `${nameOf.get(community) ?? community}/${name}` }]
            : []
        }),
      )
      return [
        ...faults,
        ...left.map(({ level, name }) => ({
          rowNo: 0,
          text: {
            zh: `“${name}”不在任何${level === 'county' ? '县级' : '乡级'}选区里`,
            en: `“${name}” is in no ${level}-level district`,
          },
        })),
      ]
    },
  }
}

/** A table of districts, and the parts of communities that it names. */
interface ReadTable {
  readonly districts: readonly District[]
  readonly parts: readonly CommunityPart[]
}

const MOST_DISTRICT_ROWS = 20_000

const readDistrictTable = async (
  path: string,
  communities: readonly Community[],
  listed: readonly CommunityPart[],
): Promise<Result<ReadTable, DistrictTableError>> => {
  const read = await readWholeTable(path, { maxRows: MOST_DISTRICT_ROWS })
  if (!read.ok) return fail({ code: 'districts.invalid', rows: [{ rowNo: 0, text: read.error.text }] })
  const { table, rows } = read.value
  const columns = mapDistrictColumns(table.header)
  if (!columns.ok) {
    const missing = columns.error.missing.join('、')
    const text = { zh: `选区表缺少列：${missing}`, en: `The table of electoral districts is missing columns: ${missing}` }
    return fail({ code: 'districts.invalid', rows: [{ rowNo: table.headerRow, text }] })
  }
  const gathered = gatherDistricts(communities, listed)
  for (const { rowNo, cells } of rows) gathered.add(readDistrictRow(cells, columns.value), rowNo)
  const faults = gathered.faults()
  return faults.length > 0
    ? fail({ code: 'districts.invalid', rows: faults })
    : ok({ districts: gathered.districts, parts: gathered.parts() })
}

const byCommunity = (parts: readonly CommunityPart[]): Map<string, CommunityPart[]> => {
  const found = new Map<string, CommunityPart[]>()
  for (const part of parts) found.set(part.community, [...(found.get(part.community) ?? []), part])
  return found
}

/** Writes districts, and lists the parts that they name. */
const writeTable = async (ctx: Context, tx: Sql, electionId: string, { districts, parts }: ReadTable): Promise<void> => {
  await replaceDistricts(tx, electionId, districts)
  for (const [community, own] of byCommunity(parts))
    await replaceParts(tx, electionId, community, own, ctx.actor.name, ctx.clock.now())
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
        ? ok({ districts: await districtsOfCommunities(tx, election, communities), parts: [] })
        : await readDistrictTable(districtTable, communities, [])
    if (!districts.ok) return districts
    await writeTable(ctx, tx, election.id, districts.value)
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
  const districts = await readDistrictTable(path, communities, await findParts(ctx.database, electionId))
  if (!districts.ok) return districts
  const count = districts.value.districts.length
  return write(
    ctx,
    { action: `districts.set ${electionId}` },
    async (tx): Promise<Result<Written<{ districts: number }>, SetDistrictsFailure>> => {
      if (await hasRegistrations(tx, electionId)) return fail({ code: 'districts.in-use' })
      await writeTable(ctx, tx, electionId, districts.value)
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
