/**
 * Approving with a correction: an officer sets name, sex, birth date or place from the register or the ID card. A name that cannot be read and
 * a place that is not known are never approved as they are, and never replaced in silence.
 */
import { townshipVote } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { isAdultOn, isDate, isUnprintable, nameOrder, normalizePersonName, partKey } from '@mingce/domain/standards'
import { findCommunities } from '../../../platform/areas/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { type RegistrationKey, recordSoundsOf } from '../../check/index.ts'
import type { ReviewFailure } from '../errors.ts'
import {
  type Columns,
  type Corrected,
  type Correction,
  findColumns,
  findDistrictsOf,
  keepUnstated,
  writeColumns,
} from './store.ts'

type Failure = { readonly code: ReviewFailure; readonly field?: string; readonly text?: Text; readonly next?: Text }

interface About {
  readonly electionId: string
  readonly electionArea: string
  readonly pollingDay: string
}

const correctName = (before: Columns, correction: Correction): Result<Partial<Columns>, Failure> => {
  const name = correction.name === undefined ? before.name : normalizePersonName(correction.name)
  if (name === '' || isUnprintable(name)) return fail({ code: 'case.name-needed' })
  return ok({ name, nameOrder: nameOrder(name) })
}

const correctBirth = (before: Columns, { birthDate }: Correction, pollingDay: string): Result<Partial<Columns>, Failure> => {
  if (birthDate === undefined) return ok({ birthDate: before.birthDate })
  return isDate(birthDate) && isAdultOn(birthDate, pollingDay) ? ok({ birthDate }) : fail({ code: 'case.birth-date' })
}

type Place = NonNullable<Awaited<ReturnType<typeof findDistrictsOf>>>

/** The vote at the township level in another place, and its district there: it is kept within the township. */
const townshipOf = (before: Columns, community: string, place: Place) => {
  const { townshipVote: former, townshipGround } = before
  if (former === null) return { townshipDistrict: place.townshipDistrict }
  const earlier = former === 'yes' && before.communityCode?.slice(0, 9) === community.slice(0, 9)
  const { vote, ground } = townshipVote({ ...place, earlier })
  const district =
    place.ownDistrict ?? place.townshipDistrict ?? (earlier && !place.dividedTownship ? before.townshipDistrict : null)
  return {
    townshipVote: vote,
    townshipGround: ground === 'earlier' && before.communityCode === community ? townshipGround : ground,
    townshipDistrict: vote === 'yes' ? district : null,
  }
}

/** Is the registration in no district of a level that divides its community, though the person votes there? Then the part is needed (EL 25). */
const lacksPart = (of: Pick<Columns, 'countyDistrict' | 'townshipDistrict' | 'townshipVote'>, place: Place): boolean =>
  (place.dividedCounty && of.countyDistrict === null) ||
  (place.dividedTownship && of.townshipDistrict === null && of.townshipVote === 'yes')

/** A registration that stays where it is must have a district, of its part where the community is divided. */
const checkUnmoved = (before: Columns, place: Place | undefined): Result<Partial<Columns>, Failure> => {
  if (place && lacksPart(before, place)) return fail({ code: 'case.part-needed', field: 'part' })
  return before.countyDistrict === null && before.townshipDistrict === null ? fail({ code: 'case.place-needed' }) : ok({})
}

/** The part that the officer chose, else the one that is known of the place. */
const partChosen = async (tx: Sql, before: Columns, { part }: Correction, where: string): Promise<string | null> => {
  if (part === undefined) return where === before.communityCode ? before.part : null
  return partKey(part, (await findCommunities(tx, where))[0]?.name)
}

/** The place or the part that the officer chose, with its districts; without a choice the registration must have a district already. */
const correctPlace = async (
  tx: Sql,
  key: RegistrationKey,
  before: Columns,
  correction: Correction,
  { electionId, electionArea }: About,
): Promise<Result<Partial<Columns>, Failure>> => {
  const where = correction.community ?? before.communityCode
  const isMoved = correction.community !== undefined || correction.part !== undefined
  if (where === null) return isMoved ? fail({ code: 'case.place-unknown' }) : checkUnmoved(before, undefined)
  const part = await partChosen(tx, before, correction, where)
  const isInside = where.startsWith(electionArea)
  const place = isInside ? await findDistrictsOf(tx, key, electionId, where, part, before.communityCode) : undefined
  if (!isMoved) return checkUnmoved(before, place)
  if (!place) return fail({ code: 'case.place-unknown' })
  const township = townshipOf(before, where, place)
  const { countyDistrict } = place
  if (lacksPart({ townshipVote: before.townshipVote, ...township, countyDistrict }, place))
    return fail({ code: 'case.part-needed', field: 'part' })
  if (countyDistrict === null && place.townshipDistrict === null) return fail({ code: 'case.place-unknown' })
  // A group that was named after the former place goes with it; one that someone stated is kept.
  const isDefault = !before.voterGroup || before.voterGroup === place.formerName
  const voterGroup = isDefault ? place.name : before.voterGroup
  return ok({ communityCode: where, part, countyDistrict, voterGroup, ...township })
}

const differences = (before: Columns, after: Columns): Corrected[] =>
  (
    [
      ['name', before.name, after.name],
      ['sex', before.sex, after.sex],
      ['birthDate', before.birthDate, after.birthDate],
      ['community', before.communityCode, after.communityCode],
      ['part', before.part, after.part],
    ] as const
  ).flatMap(([field, from, to]) => (from === to || to === null ? [] : [{ field, from, to }]))

/** Applies a correction to an accepted registration; refuses a name or a place that would not do on the list. */
export const applyCorrection = async (
  tx: Sql,
  key: RegistrationKey,
  correction: Correction,
  about: About,
): Promise<Result<{ readonly before: Columns; readonly corrected: readonly Corrected[] }, Failure>> => {
  const before = await findColumns(tx, key)
  const name = correctName(before, correction)
  if (!name.ok) return name
  const birth = correctBirth(before, correction, about.pollingDay)
  if (!birth.ok) return birth
  const place = await correctPlace(tx, key, before, correction, about)
  if (!place.ok) return place
  const after = { ...before, ...name.value, ...birth.value, ...place.value, sex: correction.sex ?? before.sex }
  await writeColumns(tx, key, after)
  await recordSoundsOf(tx, after.name)
  return ok({ before, corrected: differences(before, after) })
}

/** What an accepted row did not state is taken over from the registration that it replaces: only what it states is changed. */
export const keepWhatStands = (tx: Sql, key: RegistrationKey, replaced: RegistrationKey): Promise<number> =>
  keepUnstated(tx, key, replaced)
