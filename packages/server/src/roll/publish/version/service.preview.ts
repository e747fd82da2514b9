/** The look before a list or a supplement is published: who comes, goes and changes, and which open cases touch it (EL 27, 28). */
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../../access/index.ts'
import { authorise } from '../../../access/index.ts'
import { type Fonts, fontAdvice, installedFonts } from '../../../documents/index.ts'
import { type Election, getElection } from '../../../election/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { type Written, write } from '../../../platform/write/index.ts'
import { findGlyphChoices } from '../../glyph/index.ts'
import { findVotingPlaces } from '../../place/index.ts'
import {
  findOpenObjections,
  findPreview,
  findStanding,
  insertPreview,
  type OpenCases,
  openCases,
  type PreviewDistrict,
  type PreviewRow,
  type TallyLine,
  tallyPreview,
} from '../../preview/index.ts'
import type { RollRefusal } from '../errors.ts'
import { countListedPeople, countUndecided, districtNames, findLeftOff, findPlaces, nextVersion } from '../store.ts'
import { countEntriesInto } from './service.listing.ts'
import { type CountedDistrict, digestOf } from './service.outdated.ts'
import { addLevel, checkHeadings, judgeDay, listEntries, nothingToPublish, type RollProgress } from './service.ts'
import { collectUnprintable, glyphDetails } from './service.unprintable.ts'

export interface RollPreview extends Omit<PreviewRow, 'content' | 'preparedById' | 'second' | 'confirmedBy' | 'confirmedAt'> {
  readonly districts: readonly PreviewDistrict[]
  readonly objectionsElsewhere: number
  readonly leftOff: number
  readonly undecided: number
  readonly withoutPlace: number
  readonly glyphs: PreviewRow['content']['glyphs']
  readonly fontAdvice: Text | null
  /** Prepared by the account that asks, which cannot confirm it. */
  readonly own: boolean
}

const toPreview = (
  ctx: Context,
  { content, preparedById, second: _, confirmedBy: __, confirmedAt: ___, ...row }: PreviewRow,
): RollPreview => ({
  ...row,
  ...content,
  undecided: content.undecided ?? 0,
  own: preparedById === ctx.actor.id,
})

interface Cases {
  readonly byDistrict: ReadonlyMap<string, OpenCases>
  readonly objectionsElsewhere: number
}

const keyOf = (level: Level, code: string): string => `${level} ${code}`
const NO_CASES: OpenCases = { waiting: 0, standing: 0, objections: 0 }

/** Open cases of an election by district. */
const findCases = async (tx: Sql, election: Election): Promise<Cases> => {
  const byDistrict = new Map<string, OpenCases>()
  for (const level of election.levels)
    for (const { code, waiting, standing } of await openCases(tx, election.id, level))
      byDistrict.set(keyOf(level, code), { waiting, standing, objections: 0 })
  const objections = await findOpenObjections(tx, election.id)
  const known = objections.flatMap(({ countyCode, registrationId }) =>
    registrationId === null ? [] : [{ countyCode, registrationId }],
  )
  const standing = await findStanding(
    tx,
    election.id,
    [...new Set(known.map(one => one.countyCode))],
    known.map(one => one.registrationId),
  )
  let placed = 0
  for (const { countyCode, registrationId } of known) {
    const at = standing.find(one => one.countyCode === countyCode && one.registrationId === registrationId)
    if (!at || (at.county ?? at.township) === null) continue
    placed++
    for (const level of election.levels) {
      const code = at[level]
      if (code === null) continue
      const cases = byDistrict.get(keyOf(level, code)) ?? NO_CASES
      byDistrict.set(keyOf(level, code), { ...cases, objections: cases.objections + 1 })
    }
  }
  return { byDistrict, objectionsElsewhere: objections.length - placed }
}

/** Districts with entries, and those that only have open cases, in the order of the list. */
const withCases = (
  election: Election,
  counted: readonly CountedDistrict[],
  nameOf: (level: Level, code: string) => string,
  { byDistrict }: Cases,
): PreviewDistrict[] =>
  election.levels.flatMap(level => {
    const here = new Map(counted.filter(d => d.level === level).map(d => [d.code, d]))
    const codes = [...byDistrict.keys()].filter(key => key.startsWith(`${level} `)).map(key => key.slice(level.length + 1))
    return [...new Set([...here.keys(), ...codes])].sort().map(code => ({
      ...(here.get(code) ?? {
        level,
        code,
        name: nameOf(level, code),
        listed: 0,
        added: 0,
        removed: 0,
        corrected: 0,
        digest: '',
      }),
      cases: byDistrict.get(keyOf(level, code)) ?? NO_CASES,
    }))
  })

interface PreviewInput {
  readonly electionId: string
  readonly lateReason?: string | undefined
}

const countVersion = async (
  ctx: Context,
  tx: Sql,
  election: Election,
  { lateReason }: PreviewInput,
  fonts: Fonts,
  onProgress: (progress: RollProgress) => void,
  at: Date,
): Promise<Result<Written<{ readonly id: number }>, RollRefusal>> => {
  const version = await nextVersion(tx, election.id)
  const kind = version === 1 ? 'list' : 'supplement'
  const judged = judgeDay(election, chinaDate(at), kind, lateReason)
  if (!judged.ok) return judged
  const tally = tallyPreview()
  const glyphs = collectUnprintable(fonts, await findGlyphChoices(tx, election.id))
  const headings = await listEntries(tx, election, kind, countEntriesInto(tally), glyphs, onProgress)
  if (tally.entries === 0) return fail(nothingToPublish(kind))
  const nameOf = (level: Level, code: string) => headings.names.get(level)?.get(code) ?? code
  const counted = tally.districts().map(district => ({ ...district, name: nameOf(district.level, district.code) }))
  checkHeadings(glyphs, election, counted, headings)
  const used = glyphs.used(ctx.actor.name)
  const cases = await findCases(tx, election)
  const places = await findVotingPlaces(tx, election.id)
  const placed = new Set(places.map(({ level, district }) => keyOf(level, district)))
  const row = {
    electionId: election.id,
    version,
    kind,
    digest: digestOf(election, { version, kind }, counted, { places, glyphs: used }),
    entries: tally.entries,
    people: kind === 'list' ? await countListedPeople(tx, election.id, election.levels) : tally.people,
    content: {
      districts: withCases(election, counted, nameOf, cases),
      objectionsElsewhere: cases.objectionsElsewhere,
      glyphs: used.map(({ picture: _, ...glyph }) => glyph),
      fontAdvice: used.length === 0 ? null : fontAdvice(used.map(({ codePoint }) => codePoint)),
      withoutPlace: counted.filter(({ level, code }) => !placed.has(keyOf(level, code))).length,
      leftOff: (await findLeftOff(tx, election.id, election.levels, 0)).count,
      undecided: election.levels.includes('township') ? await countUndecided(tx, election.id) : 0,
    },
    lateReason: judged.value.lateReason,
    preparedBy: ctx.actor.name,
    preparedById: ctx.actor.id,
    preparedAt: at,
  } as const
  const id = await insertPreview(tx, row)
  const { digest, entries, people } = row
  return ok({
    answer: { id },
    audit: {
      countyCode: election.areaCode.slice(0, 6),
      action: 'roll.previewed',
      subject: `${election.id}/${version}`,
      details: { preview: id, kind, digest, entries, people, lateReason: row.lateReason, ...glyphDetails(used) },
    },
  })
}

/**
 * Counts what the next version would say, and keeps the figures with a digest until a second person confirms them (`publishRoll`). Takes the
 * place of a preview that waited. Refuses what publishing refuses.
 */
export const preparePreview = async (
  ctx: Context,
  input: PreviewInput,
  onProgress: (progress: RollProgress) => void = () => undefined,
  fonts: Fonts = installedFonts(),
): Promise<Result<RollPreview, RollRefusal>> => {
  const election = await getElection(ctx, input.electionId, 'publish')
  if (!election.ok) return election
  const counted = await write(
    ctx,
    {
      action: `roll.preview ${input.electionId}`,
      authorise: (): Result<unknown, RollRefusal> => authorise(ctx.actor, 'publish', election.value.areaCode),
    },
    (tx, at) => countVersion(ctx, tx, election.value, input, fonts, onProgress, at),
  )
  if (!counted.ok) return counted
  const row = await findPreview(ctx.database, input.electionId)
  return row ? ok(toPreview(ctx, row)) : fail({ code: 'roll.preview-unknown' })
}

/** The preview that waits for a second person; null: none does. */
export const findRollPreview = async (ctx: Context, electionId: string): Promise<Result<RollPreview | null, RollRefusal>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const row = await findPreview(ctx.database, electionId)
  return ok(row ? toPreview(ctx, row) : null)
}

export const PREVIEW_TASK = 'roll.preview' as const

/** Whether a preview waits that the actor may confirm. */
export const previewWaits = async (ctx: Context, election: Pick<Election, 'id' | 'areaCode'>): Promise<boolean> => {
  if (!authorise(ctx.actor, 'publish', election.areaCode).ok) return false
  const row = await findPreview(ctx.database, election.id)
  return row !== undefined && row.preparedById !== ctx.actor.id
}

/** Who comes, goes and changes in one district, as it would be published now. */
export interface PreviewEntries {
  readonly entries: readonly Omit<TallyLine, 'person' | 'level' | 'district'>[]
  readonly next: number | null
  /** False: this district says something else now than when the preview was made. */
  readonly current: boolean
}

const ENTRIES_SHOWN = 200

/** Entries of a district of the preview that waits, from position `from`. */
export const findPreviewEntries = async (
  ctx: Context,
  input: { readonly electionId: string; readonly level: Level; readonly district: string; readonly from: number },
  fonts: Fonts = installedFonts(),
): Promise<Result<PreviewEntries, RollRefusal>> => {
  const election = await getElection(ctx, input.electionId, 'publish')
  if (!election.ok) return election
  const preview = await findPreview(ctx.database, input.electionId)
  const before = preview?.content.districts.find(({ level, code }) => level === input.level && code === input.district)
  if (!preview || !before) return fail({ code: 'roll.preview-unknown' })
  const { electionId, level, district, from } = input
  const entries: PreviewEntries['entries'][number][] = []
  const tally = tallyPreview()
  await ctx.database.transaction(async tx => {
    const places = (await findPlaces(tx, electionId, level)).filter(place => place.district === district)
    const keep = ({ person: _, level: __, district: ___, ...line }: TallyLine) => {
      if (tally.entries > from && entries.length < ENTRIES_SHOWN) entries.push(line)
    }
    const glyphs = collectUnprintable(fonts, await findGlyphChoices(tx, electionId))
    await addLevel(tx, { electionId, level, kind: preview.kind, places }, countEntriesInto(tally, keep), glyphs)
  })
  const name = (await districtNames(ctx.database, electionId, level)).get(district) ?? district
  const next = from + entries.length
  return ok({
    entries,
    next: next < tally.entries ? next : null,
    current: (tally.districts()[0]?.digest ?? '') === before.digest && name === before.name,
  })
}
