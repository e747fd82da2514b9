/** Publishing the voter list and its supplements (EL 28, 29), and what was published. */
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { judgePublication, objectionsUntil, rollRoot } from '@mingce/domain/roll'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { codePointName, type Fonts, installedFonts } from '../../documents/index.ts'
import { type Election, getElection } from '../../election/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { once, type Sql } from '../../platform/database/index.ts'
import { sm3 } from '../verify/index.ts'
import { type RollRefusal, RollRefused, type Unprintable } from './errors.ts'
import { type Exported, exportVersion, isTaken } from './service.export.ts'
import { startListing, toldAsChanged, toldAsListed } from './service.listing.ts'
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
  pagesOfChanges,
  pagesOfList,
  type VersionRow,
} from './store.ts'

/** How far a long publication is. `total` is not known while entries are listed; then it is the number of districts. */
export interface RollProgress {
  readonly stage: 'listing' | 'writing'
  readonly done: number
  readonly total?: number
}

export interface PublishedRoll extends VersionRow {
  readonly objectionsUntil: string
  /** Registered, but on no list because no district takes them: how many, and the first hundred. */
  readonly leftOff: { readonly count: number; readonly people: readonly LeftOff[] }
  /** Registrations still to be decided; if accepted later they come with a supplement. */
  readonly openReviews: number
  readonly exported?: Exported
}

const PAGE = 10_000
const NAMED = 100

const taken = (directory: string): RollRefusal => ({
  code: 'roll.directory-taken',
  text: {
    zh: `文件夹“${directory}”中已有别的内容，未写入任何文件`,
    en: `The directory “${directory}” contains other files; nothing was written`,
  },
})

const unprintableText = (found: readonly Unprintable[], count: number): Text => {
  const named = found.slice(0, 10)
  const zh = named.map(
    v =>
      `${v.name}（${v.registrationId === null ? '标题' : `登记号${v.registrationId}，${v.district}`}，${v.codePoints.join(' ')}）`,
  )
  const en = named.map(
    v =>
      `${v.name} (${v.registrationId === null ? 'heading' : `registration ${v.registrationId}, ${v.district}`}, ${v.codePoints.join(' ')})`,
  )
  return {
    zh: `${count}处有字没有字体可以印出，名单未公布：${zh.join('；')}${count > named.length ? '；等' : ''}`,
    en: `No installed font can print ${count} names or headings; the list was not published: ${en.join('; ')}${count > named.length ? '; …' : ''}`,
  }
}

/** Collects what no font can print while the list is made: a hundred are named, all are counted. */
const collectUnprintable = (fonts: Fonts) => {
  const found: Unprintable[] = []
  let count = 0
  const check = (text: string, of: Omit<Unprintable, 'codePoints' | 'name'>, name: string = text) => {
    const missing = fonts.unprintable(text)
    if (missing.length === 0) return
    count++
    if (found.length < NAMED) found.push({ ...of, name, codePoints: missing.map(codePointName) })
  }
  return {
    check,
    refusal: (): RollRefusal | null =>
      count === 0 ? null : { code: 'roll.unprintable', text: unprintableText(found, count), unprintable: found },
  }
}

/** The list or supplement of an open transaction; throws `RollRefused`, which rolls it back. */
const publishIn = async (
  ctx: Context,
  tx: Sql,
  election: Election,
  input: { readonly directory?: string | undefined; readonly lateReason?: string | undefined },
  fonts: Fonts,
  onProgress: (progress: RollProgress) => void,
): Promise<PublishedRoll> => {
  const at = ctx.clock.now()
  const today = chinaDate(at)
  const version = await nextVersion(tx, election.id)
  const kind = version === 1 ? 'list' : 'supplement'
  const judged = judgePublication(election.pollingDay, today, input.lateReason, kind)
  if (!judged.ok) {
    const code = judged.error.code === 'publication-late' ? 'roll.late' : 'roll.election-day-passed'
    throw new RollRefused({ code, article: judged.error.article, text: judged.error.text })
  }
  if (input.directory !== undefined && (await isTaken(input.directory))) throw new RollRefused(taken(input.directory))

  const glyphs = collectUnprintable(fonts)
  const listing = startListing(tx, election.id, version)
  const names = new Map<Level, Map<string, string>>()
  const groups = new Set<string>()
  for (const level of election.levels) {
    names.set(level, await districtNames(tx, election.id, level))
    const places = await findPlaces(tx, election.id, level)
    const took = (rows: readonly ListedRow[]) => {
      for (const row of rows) {
        const { district = '', group = '' } = places[row.place] ?? {}
        glyphs.check(row.name, { registrationId: row.registration_id, countyCode: row.county_code, district })
        groups.add(group)
      }
      onProgress({ stage: 'listing', done: listing.entries })
    }
    if (kind === 'list') await listing.add(level, places, pagesOfList(tx, election.id, level, places, PAGE), toldAsListed, took)
    else await listing.add(level, places, pagesOfChanges(tx, election.id, level, places, PAGE), toldAsChanged, took)
  }
  if (listing.entries === 0)
    throw new RollRefused({
      code: 'roll.nothing-to-publish',
      text:
        kind === 'list'
          ? { zh: '还没有已登记的选民，没有可公布的名单', en: 'No voter is registered yet; there is no list to publish' }
          : {
              zh: '与已公布的名单相比没有变化，未生成补充名单',
              en: 'Nothing has changed since the last publication; no supplement was created',
            },
    })

  const districts = listing
    .districts()
    .map(district => ({ ...district, name: names.get(district.level)?.get(district.code) ?? district.code }))
  const heading = { registrationId: null, countyCode: '', district: '' }
  glyphs.check(election.name, heading)
  glyphs.check(election.areaName, heading)
  for (const { code, name } of districts) glyphs.check(name, { ...heading, district: code })
  for (const group of groups) glyphs.check(group, heading)
  const refusal = glyphs.refusal()
  if (refusal) throw new RollRefused(refusal)

  const header = {
    electionId: election.id,
    electionName: election.name,
    pollingDay: election.pollingDay,
    version,
    kind,
    publishedOn: today,
  } as const
  const row: VersionRow = {
    ...header,
    root: rollRoot(header, districts, sm3),
    entries: listing.entries,
    publishedBy: ctx.actor.name,
    lateReason: judged.value.lateReason,
    districts,
  }
  await insertVersion(tx, row, at)
  const leftOff = await findLeftOff(tx, election.id, election.levels, NAMED)
  const openReviews = await countOpenReviews(tx, election.id)
  await recordAudit(tx, {
    countyCode: election.areaCode.slice(0, 6),
    at,
    actor: ctx.actor.name,
    role: ctx.actor.role,
    action: 'roll.published',
    subject: `${election.id}/${version}`,
    details: {
      kind,
      root: row.root,
      entries: row.entries,
      districts: districts.length,
      lateReason: row.lateReason,
      leftOff: leftOff.count,
      openReviews,
    },
    requestId: ctx.requestId,
  })
  return { ...row, objectionsUntil: judged.value.objectionsUntil, leftOff, openReviews }
}

/**
 * Publishes the voter list, or, where one is out, a supplement with what changed since (EL 27–29). Frozen as a version with its root, in
 * one transaction with the audit row; with `directory` the files follow, and may be written again by `exportRoll` if that fails.
 * Refuses a list later than E−20 without `lateReason`, names that no font can print, a directory in use, and a supplement without changes;
 * then nothing is published. The same request id answers the same.
 */
export const publishRoll = async (
  ctx: Context,
  input: { readonly electionId: string; readonly directory?: string | undefined; readonly lateReason?: string | undefined },
  onProgress: (progress: RollProgress) => void = () => undefined,
  fonts: Fonts = installedFonts(),
): Promise<Result<PublishedRoll, RollRefusal>> => {
  const election = await getElection(ctx, input.electionId, 'publish')
  if (!election.ok) return election
  const allowed = authorise(ctx.actor, 'publish', election.value.areaCode)
  if (!allowed.ok) return allowed
  const key = { requestId: ctx.requestId, actor: ctx.actor.id, action: `roll.publish ${input.electionId}`, at: ctx.clock.now() }
  let published: PublishedRoll
  try {
    published = await ctx.database.transaction(tx =>
      once(tx, key, () => publishIn(ctx, tx, election.value, input, fonts, onProgress)),
    )
  } catch (error) {
    if (error instanceof RollRefused) return fail(error.refusal)
    throw error
  }
  if (input.directory === undefined) return ok(published)
  const exported = await exportRoll(
    ctx,
    { electionId: input.electionId, version: published.version, directory: input.directory },
    onProgress,
    fonts,
  )
  return exported.ok ? ok({ ...published, exported: exported.value }) : exported
}

/** Versions of an election, newest first. */
export const findRollVersions = async (ctx: Context, electionId: string): Promise<Result<VersionRow[], RollRefusal>> => {
  const election = await getElection(ctx, electionId)
  return election.ok ? ok(await findVersions(ctx.database, electionId)) : election
}

/** One version with its election, or what is told to someone who may not see it or asks for one that is not there. */
export const getVersion = async (
  ctx: Context,
  electionId: string,
  version: number,
): Promise<Result<{ election: Election; version: VersionRow }, RollRefusal>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const [row] = await findVersions(ctx.database, electionId, version)
  if (row) return ok({ election: election.value, version: row })
  return fail({
    code: 'not-found',
    text: { zh: `这次选举没有第${version}版选民名单`, en: `This election has no version ${version} of the voter list` },
  })
}

/**
 * Writes a version's posters, tables and proofs into a directory that does not exist or is empty; one that holds this very version already
 * is left as it is. All of it appears at once or not at all.
 */
export const exportRoll = async (
  ctx: Context,
  input: { readonly electionId: string; readonly version: number; readonly directory: string },
  onProgress: (progress: RollProgress) => void = () => undefined,
  fonts: Fonts = installedFonts(),
): Promise<Result<Exported, RollRefusal>> => {
  const found = await getVersion(ctx, input.electionId, input.version)
  if (!found.ok) return found
  const { election, version } = found.value
  const names = {
    committee: `${election.areaName}选举委员会`,
    objectionsUntil: objectionsUntil(version.publishedOn),
    training: election.training,
  }
  const written = await exportVersion(ctx.database, { version, ...names }, input.directory, fonts, (done, total) =>
    onProgress({ stage: 'writing', done, total }),
  )
  return written === 'taken' ? fail(taken(input.directory)) : ok(written)
}
