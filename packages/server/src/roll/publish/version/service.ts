/** Makes the next version of a list in an open transaction: entries, districts, root. */
import type { Level } from '@mingce/domain/election'
import { rollStatement } from '@mingce/domain/log'
import { fail, ok, type Result } from '@mingce/domain/result'
import { judgePublication, type RollDistrict, rollRoot } from '@mingce/domain/roll'
import type { Context } from '../../../access/index.ts'
import type { Fonts } from '../../../documents/index.ts'
import { type Election, freezeRules } from '../../../election/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import type { Written } from '../../../platform/write/index.ts'
import { sm3 } from '../../verify/index.ts'
import type { RollRefusal } from '../errors.ts'
import { directoryTaken, isTaken } from '../export/index.ts'
import {
  countOpenReviews,
  districtNames,
  findLeftOff,
  findPlaces,
  insertVersion,
  type LeftOff,
  type ListedRow,
  nextVersion,
  pagesOfChanges,
  pagesOfList,
  type VersionRow,
} from '../store.ts'
import { describeChanged, describeListed, type Listing, startListing } from './service.listing.ts'
import { collectUnprintable, type UnprintableCollector } from './service.unprintable.ts'

/** How far a long publication is. While entries are listed their number is not known, and `total` is absent; then it counts districts. */
export interface RollProgress {
  readonly stage: 'listing' | 'writing'
  readonly done: number
  readonly total?: number
}

/** A version just published. */
export interface PublishedVersion extends VersionRow {
  readonly objectionsUntil: string
  /** Registered people who are on no list because no district takes them: how many, and the first hundred. */
  readonly leftOff: { readonly count: number; readonly people: readonly LeftOff[] }
  /** Registrations still to be decided; if accepted later they are published in a supplement. */
  readonly openReviews: number
}

export interface PublishInput {
  readonly directory?: string | undefined
  readonly lateReason?: string | undefined
}

/** Rows that are read and copied at a time. */
const PAGE = 10_000
/** Registered people without a district who are named. */
const MAX_NAMED = 100

const judgeDay = (
  election: Election,
  today: string,
  kind: VersionRow['kind'],
  lateReason: string | undefined,
): Result<{ readonly lateReason: string | null; readonly objectionsUntil: string }, RollRefusal> => {
  const judged = judgePublication(election.pollingDay, today, lateReason, kind)
  if (judged.ok) return judged
  const code = judged.error.code === 'publication-late' ? 'roll.late' : 'roll.election-day-passed'
  return fail({ code, article: judged.error.article, text: judged.error.text })
}

const nothingToPublish = (kind: VersionRow['kind']): RollRefusal => ({
  code: 'roll.nothing-to-publish',
  text:
    kind === 'list'
      ? { zh: '还没有已登记的选民，没有可公布的名单', en: 'No voter is registered yet; there is no list to publish' }
      : {
          zh: '与已公布的名单相比没有变化，未生成补充名单',
          en: 'Nothing has changed since the last publication; no supplement was created',
        },
})

interface Entries {
  readonly listing: Listing
  /** Names of districts by level and code. */
  readonly names: ReadonlyMap<Level, ReadonlyMap<string, string>>
  readonly groups: ReadonlySet<string>
}

/** Copies the entries of a version, level by level in the order of the list, and checks that their names can be printed. */
const listEntries = async (
  tx: Sql,
  election: Election,
  { version, kind }: Pick<VersionRow, 'version' | 'kind'>,
  glyphs: UnprintableCollector,
  onProgress: (progress: RollProgress) => void,
): Promise<Entries> => {
  const listing = startListing(tx, election.id, version)
  const names = new Map<Level, Map<string, string>>()
  const groups = new Set<string>()
  for (const level of election.levels) {
    names.set(level, await districtNames(tx, election.id, level))
    const places = await findPlaces(tx, election.id, level)
    const onPage = (rows: readonly ListedRow[]) => {
      for (const row of rows) {
        const { district = '', group = '' } = places[row.place] ?? {}
        glyphs.check(row.name, { registrationId: row.registration_id, countyCode: row.county_code, district })
        groups.add(group)
      }
      onProgress({ stage: 'listing', done: listing.entries })
    }
    if (kind === 'list')
      await listing.add(level, places, pagesOfList(tx, election.id, level, places, PAGE), describeListed, onPage)
    else await listing.add(level, places, pagesOfChanges(tx, election.id, level, places, PAGE), describeChanged, onPage)
  }
  return { listing, names, groups }
}

const HEADING = { registrationId: null, countyCode: '', district: '' }

/** Checks that the headings of all posters can be printed. */
const checkHeadings = (
  glyphs: UnprintableCollector,
  election: Election,
  districts: readonly RollDistrict[],
  groups: ReadonlySet<string>,
): void => {
  glyphs.check(election.name, HEADING)
  glyphs.check(election.areaName, HEADING)
  for (const { code, name } of districts) glyphs.check(name, { ...HEADING, district: code })
  for (const group of groups) glyphs.check(group, HEADING)
}

/** Makes the first list or, where one is published, the next supplement. */
export const makeVersion = async (
  ctx: Context,
  tx: Sql,
  election: Election,
  input: PublishInput,
  fonts: Fonts,
  onProgress: (progress: RollProgress) => void,
  at: Date,
): Promise<Result<Written<PublishedVersion>, RollRefusal>> => {
  const today = chinaDate(at)
  const version = await nextVersion(tx, election.id)
  const kind = version === 1 ? 'list' : 'supplement'
  const judged = judgeDay(election, today, kind, input.lateReason)
  if (!judged.ok) return judged
  if (input.directory !== undefined && (await isTaken(input.directory))) return fail(directoryTaken(input.directory))

  const glyphs = collectUnprintable(fonts)
  const { listing, names, groups } = await listEntries(tx, election, { version, kind }, glyphs, onProgress)
  if (listing.entries === 0) return fail(nothingToPublish(kind))
  const districts = listing
    .districts()
    .map(district => ({ ...district, name: names.get(district.level)?.get(district.code) ?? district.code }))
  checkHeadings(glyphs, election, districts, groups)
  const refusal = glyphs.refusal()
  if (refusal) return fail(refusal)

  const header = {
    electionId: election.id,
    electionName: election.name,
    pollingDay: election.pollingDay,
    version,
    kind,
    publishedOn: today,
  } as const
  const { lateReason, objectionsUntil } = judged.value
  const row: VersionRow = {
    ...header,
    root: rollRoot(header, districts, sm3),
    entries: listing.entries,
    publishedBy: ctx.actor.name,
    lateReason,
    districts,
  }
  await insertVersion(tx, row, at)
  // From the first list on the rules stay as they are (docs/law/rule-sets.md).
  await freezeRules(tx, election.id, election.rules)
  const leftOff = await findLeftOff(tx, election.id, election.levels, MAX_NAMED)
  const openReviews = await countOpenReviews(tx, election.id)
  return ok({
    answer: { ...row, objectionsUntil, leftOff, openReviews },
    audit: {
      countyCode: election.areaCode.slice(0, 6),
      action: 'roll.published',
      subject: `${election.id}/${version}`,
      statement: rollStatement(row),
      details: {
        kind,
        root: row.root,
        entries: row.entries,
        districts: districts.length,
        lateReason,
        leftOff: leftOff.count,
        openReviews,
        rules: `${election.rules.id}/${election.rules.version}`,
      },
    },
  })
}
