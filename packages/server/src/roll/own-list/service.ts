/**
 * The published list of a voter's own district, as it is posted there (EL 28). Pages only, in the posted order, and no search: it is for
 * checking the list, not for looking people up.
 */
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { VoterContext } from '../../access/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { findEntriesOf, findRegistrationsOf, type RegisteredRow } from '../proof/index.ts'
import { countiesOf, entriesBetween, findStretches, type Stretch } from '../publish/index.ts'
import type { OwnListFailure } from './errors.ts'
import type { OwnList, OwnListQuery } from './schema.ts'

const PAGE = 100

const districtAt = (level: Level, row: RegisteredRow): string | null =>
  level === 'county' ? row.countyDistrict : row.townshipDistrict

/** The voter's district at a level, in every version that has entries of it; the newest first. */
const ownStretches = (stretches: readonly Stretch[], rows: readonly RegisteredRow[], level: Level): Stretch[] => {
  const codes = new Set(rows.map(row => districtAt(level, row)).filter(code => code !== null))
  return stretches.filter(one => one.level === level && codes.has(one.code) && one.to >= one.from)
}

const entriesOf = ({ from, to }: Stretch): number => to - from + 1

/** The newest entry of the voter in their district; undefined: none, or it takes them off. */
const findOwnPlace = async (sql: Sql, electionId: string, stretches: readonly Stretch[], rows: readonly RegisteredRow[]) => {
  const spans = stretches.map(({ version, from, to }) => ({ version, first: from, last: to }))
  for (const county of new Set(rows.map(row => row.county))) {
    const registrationIds = rows.filter(row => row.county === county).map(row => row.id)
    const [entry] = await findEntriesOf(sql, { electionId, county, registrationIds }, spans)
    const stretch = entry && stretches.find(one => one.version === entry.version)
    if (entry && stretch && entry.change !== 'removed') return { stretch, position: entry.position }
  }
  return undefined
}

/** The people of a district are those of one county, or nearly always; asking for the counties of a version reads it whole. */
const readPage = async (
  sql: Sql,
  of: { readonly electionId: string; readonly version: number },
  counties: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
) => {
  const entries = await entriesBetween(sql, { ...of, counties }, from, to)
  if (entries.length > to - from) return entries
  return entriesBetween(sql, { ...of, counties: await countiesOf(sql, of.electionId, of.version) }, from, to)
}

/** A page of the list of the voter's own district; without a choice, the page on which they stand themselves. */
export const getMyList = async (
  ctx: VoterContext,
  electionId: string,
  asked: OwnListQuery,
): Promise<Result<OwnList, { readonly code: OwnListFailure }>> => {
  const { database, voter } = ctx
  const rows = await findRegistrationsOf(database, electionId, voter.personKey)
  const levels = (['county', 'township'] as const).filter(level => rows.some(row => districtAt(level, row) !== null))
  const level = levels.find(one => one === asked.level) ?? levels[0]
  if (level === undefined) return fail({ code: 'own-list.no-district' })
  const stretches = ownStretches(await findStretches(database, electionId, 0), rows, level)
  const own = await findOwnPlace(database, electionId, stretches, rows)
  const chosen = stretches.find(one => one.version === asked.version) ?? own?.stretch ?? stretches.at(-1)
  if (!chosen) return fail({ code: 'own-list.not-published' })
  const pages = Math.ceil(entriesOf(chosen) / PAGE)
  const ownPage = own && own.stretch === chosen ? Math.floor((own.position - chosen.from) / PAGE) : 0
  const page = Math.min(asked.page ?? ownPage, pages - 1)
  const from = chosen.from + page * PAGE
  const entries = await readPage(database, { electionId, version: chosen.version }, [...new Set(rows.map(row => row.county))], {
    from,
    to: Math.min(chosen.to, from + PAGE - 1),
  })
  return ok({
    level,
    levels,
    district: chosen.name,
    versions: stretches.map(one => ({
      version: one.version,
      kind: one.kind,
      publishedOn: one.publishedOn,
      entries: entriesOf(one),
    })),
    version: chosen.version,
    page,
    pages,
    entries: entries.map(({ group, number, change, name, sex, mark, position }) => ({
      group,
      number,
      change,
      name,
      sex,
      mark,
      own: own?.stretch === chosen && own.position === position,
    })),
  })
}
