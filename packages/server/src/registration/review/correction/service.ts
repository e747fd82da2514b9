/**
 * Approving with a correction: an officer sets name, sex, birth date or place from the register or the ID card. A name that cannot be read and
 * a place that is not known are never approved as they are, and never replaced in silence.
 */
import { townshipVote } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { isAdultOn, isDate, isUnprintable, nameOrder, normalizePersonName } from '@mingce/domain/standards'
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

type Failure = { readonly code: ReviewFailure; readonly text?: Text; readonly next?: Text }

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

/** The vote at the township level in another place, and its district there: it is kept within the township. */
const townshipOf = (before: Columns, community: string, place: NonNullable<Awaited<ReturnType<typeof findDistrictsOf>>>) => {
  const { townshipVote: former, townshipGround } = before
  if (former === null) return { townshipDistrict: place.townshipDistrict }
  const earlier = former === 'yes' && before.communityCode?.slice(0, 9) === community.slice(0, 9)
  const { vote, ground } = townshipVote({ ...place, earlier })
  const district = place.ownDistrict ?? place.townshipDistrict ?? (earlier ? before.townshipDistrict : null)
  return {
    townshipVote: vote,
    townshipGround: ground === 'earlier' && before.communityCode === community ? townshipGround : ground,
    townshipDistrict: vote === 'yes' ? district : null,
  }
}

/** The place that the officer chose, with its districts; without a choice the registration must have a district already. */
const correctPlace = async (
  tx: Sql,
  key: RegistrationKey,
  before: Columns,
  { community }: Correction,
  { electionId, electionArea }: About,
): Promise<Result<Partial<Columns>, Failure>> => {
  if (community === undefined)
    return before.countyDistrict === null && before.townshipDistrict === null ? fail({ code: 'case.place-needed' }) : ok({})
  const place = community.startsWith(electionArea)
    ? await findDistrictsOf(tx, key, electionId, community, before.communityCode)
    : undefined
  if (!place || (place.countyDistrict === null && place.townshipDistrict === null)) return fail({ code: 'case.place-unknown' })
  // A group that was named after the former place goes with it; one that someone stated is kept.
  const isDefault = !before.voterGroup || before.voterGroup === place.formerName
  const voterGroup = isDefault ? place.name : before.voterGroup
  return ok({
    communityCode: community,
    countyDistrict: place.countyDistrict,
    voterGroup,
    ...townshipOf(before, community, place),
  })
}

const differences = (before: Columns, after: Columns): Corrected[] =>
  (
    [
      ['name', before.name, after.name],
      ['sex', before.sex, after.sex],
      ['birthDate', before.birthDate, after.birthDate],
      ['community', before.communityCode, after.communityCode],
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
