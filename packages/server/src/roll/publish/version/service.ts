/** Makes the next version of a list in an open transaction: entries, districts, root. */
import { type Level, objectionRulesFor } from '@mingce/domain/election'
import { rollStatement } from '@mingce/domain/log'
import { fail, ok, type Result } from '@mingce/domain/result'
import { judgePublication, type RollDistrict, rollRoot } from '@mingce/domain/roll'
import type { PeriodEnd } from '@mingce/domain/standards'
import type { Context } from '../../../access/index.ts'
import type { Fonts } from '../../../documents/index.ts'
import { type Election, freezeRules, listDueOf, setListPublished } from '../../../election/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import type { Written } from '../../../platform/write/index.ts'
import { copyGlyphs, findGlyphChoices } from '../../glyph/index.ts'
import { copyVotingPlaces, findVotingPlaces } from '../../place/index.ts'
import { lockPreview, markConfirmed, type PreviewRow, tallyPreview } from '../../preview/index.ts'
import { sm3 } from '../../verify/index.ts'
import type { RollRefusal } from '../errors.ts'
import { directoryTaken, isTaken } from '../export/index.ts'
import {
  countOpenReviews,
  districtNames,
  findLeftOff,
  findPlaces,
  findVersions,
  insertVersion,
  type LeftOff,
  type ListedRow,
  nextVersion,
  type Place,
  pagesOfChanges,
  pagesOfList,
  type VersionRow,
} from '../store.ts'
import { describeChanged, describeListed, type Entries, type EntryChange, startListing } from './service.listing.ts'
import { digestOf, previewOutdated } from './service.outdated.ts'
import { collectUnprintable, glyphDetails, type UnprintableCollector } from './service.unprintable.ts'

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
  /** The preview that the actor confirms: what it counted is what is published, or nothing is. */
  readonly preview: number
  readonly directory?: string | undefined
}

/** Rows that are read and copied at a time. */
const PAGE = 10_000
/** Registered people without a district who are named. */
const MAX_NAMED = 100

export const judgeDay = (
  election: Election,
  today: string,
  kind: VersionRow['kind'],
  lateReason: string | undefined,
): Result<{ readonly lateReason: string | null; readonly objections: PeriodEnd }, RollRefusal> => {
  const { pollingDay, rules } = election
  const terms = { pollingDay, due: listDueOf(election), rules: objectionRulesFor(rules.id), kind }
  const judged = judgePublication(terms, today, lateReason)
  if (judged.ok) return judged
  const code = judged.error.code === 'publication-late' ? 'roll.late' : 'roll.election-day-passed'
  return fail({ code, article: judged.error.article, text: judged.error.text })
}

export const nothingToPublish = (kind: VersionRow['kind']): RollRefusal => ({
  code: 'roll.nothing-to-publish',
  text:
    kind === 'list'
      ? { zh: '还没有已登记的选民，没有可公布的名单', en: 'No voter is registered yet; there is no list to publish' }
      : {
          zh: '与已公布的名单相比没有变化，未生成补充名单',
          en: 'Nothing has changed since the last publication; no supplement was created',
        },
})

/** What the entries of a version say besides themselves. */
export interface Headings {
  /** Names of districts by level and code. */
  readonly names: ReadonlyMap<Level, ReadonlyMap<string, string>>
  readonly groups: ReadonlySet<string>
}

/** Puts the entries of a version into `entries`, level by level in the order of the list, and checks that their names can be printed. */
export const listEntries = async (
  tx: Sql,
  election: Election,
  kind: VersionRow['kind'],
  entries: Entries,
  glyphs: UnprintableCollector,
  onProgress: (progress: RollProgress) => void,
): Promise<Headings> => {
  const names = new Map<Level, Map<string, string>>()
  const groups = new Set<string>()
  for (const level of election.levels) {
    names.set(level, await districtNames(tx, election.id, level))
    const places = await findPlaces(tx, election.id, level)
    const onPage = (rows: readonly ListedRow[]) => {
      for (const row of rows) {
        groups.add(places[row.place]?.group ?? '')
      }
      onProgress({ stage: 'listing', done: entries.entries })
    }
    await addLevel(tx, { electionId: election.id, level, kind, places }, entries, glyphs, onPage)
  }
  return { names, groups }
}

interface LevelPlaces {
  readonly electionId: string
  readonly level: Level
  readonly kind: VersionRow['kind']
  readonly places: readonly Place[]
}

/** Puts the entries of one level, or of some of its places, into `entries`, each marked where a character of its name has no glyph. */
export const addLevel = (
  tx: Sql,
  { electionId, level, kind, places }: LevelPlaces,
  entries: Entries,
  glyphs: UnprintableCollector,
  onPage: (rows: readonly ListedRow[]) => void = () => undefined,
): Promise<void> => {
  const marked =
    <Row extends ListedRow>(describe: (row: Row) => EntryChange) =>
    (row: Row): EntryChange => {
      const change = describe(row)
      const mark = glyphs.markOf(row.name)
      // A removed entry repeats the mark that was published, which says it already.
      if (mark === '' || change.mark.includes(mark)) return change
      return { ...change, mark: change.mark === '' ? mark : `${change.mark}，${mark}` }
    }
  return kind === 'list'
    ? entries.add(level, places, pagesOfList(tx, electionId, level, places, PAGE), marked(describeListed), onPage)
    : entries.add(level, places, pagesOfChanges(tx, electionId, level, places, PAGE), marked(describeChanged), onPage)
}

/** Counts what the headings of all posters have that no font prints. */
export const checkHeadings = (
  glyphs: UnprintableCollector,
  election: Election,
  districts: readonly Pick<RollDistrict, 'code' | 'name'>[],
  { groups }: Headings,
): void => {
  for (const text of [election.name, election.areaName, ...districts.map(({ name }) => name), ...groups]) glyphs.check(text)
}

/** Whether the actor may confirm this preview: it waits, for this version, and someone else prepared it. */
const acceptPreview = (ctx: Context, preview: PreviewRow | undefined, version: number): Result<PreviewRow, RollRefusal> => {
  if (!preview) return fail({ code: 'roll.preview-unknown' })
  if (preview.confirmedAt !== null || preview.version !== version) return fail({ code: 'roll.preview-used' })
  if (preview.preparedById === ctx.actor.id && preview.second === null) return fail({ code: 'roll.same-person' })
  return ok(preview)
}

/** Makes the first list or, where one is published, the next supplement, if it says what the confirmed preview said. */
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
  const accepted = acceptPreview(ctx, await lockPreview(tx, election.id, input.preview), version)
  if (!accepted.ok) return accepted
  const preview = accepted.value
  const judged = judgeDay(election, today, kind, preview.lateReason ?? undefined)
  if (!judged.ok) return judged
  if (input.directory !== undefined && (await isTaken(input.directory))) return fail(directoryTaken(input.directory))

  const glyphs = collectUnprintable(fonts, await findGlyphChoices(tx, election.id))
  const tally = tallyPreview()
  const listing = startListing(tx, election.id, version, tally)
  const headings = await listEntries(tx, election, kind, listing, glyphs, onProgress)
  if (listing.entries === 0) return fail(nothingToPublish(kind))
  const nameOf = (level: Level, code: string) => headings.names.get(level)?.get(code) ?? code
  const districts = listing.districts().map(district => ({ ...district, name: nameOf(district.level, district.code) }))
  const counted = tally.districts().map(district => ({ ...district, name: nameOf(district.level, district.code) }))
  checkHeadings(glyphs, election, districts, headings)
  const printed = { places: await findVotingPlaces(tx, election.id), glyphs: glyphs.used(preview.preparedBy) }
  if (digestOf(election, { version, kind }, counted, printed) !== preview.digest) return fail(previewOutdated(preview, counted))
  const header = {
    electionId: election.id,
    electionName: election.name,
    pollingDay: election.pollingDay,
    version,
    kind,
    publishedOn: today,
    previousRoot: (await findVersions(tx, election.id, version - 1))[0]?.root ?? null,
  } as const
  const { lateReason, objections } = judged.value
  const row: VersionRow = {
    ...header,
    root: rollRoot(header, districts, sm3),
    entries: listing.entries,
    people: preview.people,
    publishedBy: ctx.actor.name,
    lateReason,
    districts,
  }
  await insertVersion(tx, row, at)
  await copyVotingPlaces(tx, election.id, version)
  await copyGlyphs(tx, election.id, version, printed.glyphs)
  await markConfirmed(tx, preview, preview.second ?? ctx.actor, at)
  // From the first list on the rules stay as they are (docs/law/rule-sets.md).
  await freezeRules(tx, election.id, election.rules)
  if (kind === 'list') await setListPublished(tx, election.id, today)
  const leftOff = await findLeftOff(tx, election.id, election.levels, MAX_NAMED)
  const openReviews = await countOpenReviews(tx, election.id)
  return ok({
    answer: { ...row, objectionsUntil: objections.date, leftOff, openReviews },
    audit: {
      countyCode: election.areaCode.slice(0, 6),
      action: 'roll.published',
      subject: `${election.id}/${version}`,
      statement: rollStatement(row),
      details: {
        kind,
        root: row.root,
        entries: row.entries,
        people: preview.people,
        preview: preview.id,
        preparedBy: preview.preparedBy,
        confirmedBy: (preview.second ?? ctx.actor).name,
        ...glyphDetails(printed.glyphs),
        districts: districts.length,
        lateReason,
        leftOff: leftOff.count,
        openReviews,
        rules: `${election.rules.id}/${election.rules.version}`,
      },
    },
  })
}
