/** Where and when each district votes: the list is published with it (BJ 36). */
import { fail, ok, type Result } from '@mingce/domain/result'
import { authorise, type Context } from '../../access/index.ts'
import { type Election, getElection } from '../../election/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import type { PlaceFailure } from './errors.ts'
import type { DistrictPlaces } from './schema.ts'
import { deleteVotingPlace, findPlacedDistricts, findVotingPlaces, putVotingPlace, type VotingPlace } from './store.ts'

type Answer<T> = Promise<Result<T, Failure<PlaceFailure>>>

const mayChange = async (ctx: Context, electionId: string): Answer<Election> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  if (authorise(ctx.actor, 'set-up', election.value.areaCode).ok) return election
  const publish = authorise(ctx.actor, 'publish', election.value.areaCode)
  return publish.ok ? election : publish
}

/** Districts of an election, each with its places; one without any has none yet. */
export const findDistrictPlaces = async (ctx: Context, electionId: string): Answer<DistrictPlaces[]> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const places = await findVotingPlaces(ctx.database, electionId)
  const districts = await findPlacedDistricts(ctx.database, electionId)
  return ok(
    districts.map(district => ({
      ...district,
      places: places
        .filter(({ level, district: code }) => level === district.level && code === district.code)
        .map(({ level: _, district: __, ...place }) => place),
    })),
  )
}

const recorded = (election: Election, action: AuditEntry['action'], details: Readonly<Record<string, unknown>>): AuditEntry => ({
  countyCode: election.areaCode.slice(0, 6),
  action,
  subject: election.id,
  details: { ...details },
})

/** Enters the place and the hours of a district, or of a voter group in it. */
export const enterVotingPlace = async (ctx: Context, electionId: string, place: VotingPlace): Answer<DistrictPlaces[]> => {
  const election = await mayChange(ctx, electionId)
  if (!election.ok) return election
  if (place.closes <= place.opens) return fail({ code: 'place.hours', field: 'closes' })
  const key = `${place.level} ${place.district} ${place.group}`
  const written = await write<true, Failure<PlaceFailure>>(ctx, { action: `place.enter ${electionId} ${key}` }, async tx => {
    const districts = await findPlacedDistricts(tx, electionId)
    if (!districts.some(({ level, code }) => level === place.level && code === place.district))
      return fail({ code: 'place.district', field: 'district' })
    await putVotingPlace(tx, electionId, place)
    return ok({ answer: true as const, audit: recorded(election.value, 'place.entered', { ...place }) })
  })
  return written.ok ? findDistrictPlaces(ctx, electionId) : written
}

/** Takes a place back. */
export const removeVotingPlace = async (
  ctx: Context,
  electionId: string,
  of: Pick<VotingPlace, 'level' | 'district' | 'group'>,
): Answer<DistrictPlaces[]> => {
  const election = await mayChange(ctx, electionId)
  if (!election.ok) return election
  const key = `${of.level} ${of.district} ${of.group}`
  const written = await write<true, Failure<PlaceFailure>>(ctx, { action: `place.remove ${electionId} ${key}` }, async tx => {
    if ((await deleteVotingPlace(tx, electionId, of)) === 0) return fail({ code: 'place.district', field: 'district' })
    return ok({ answer: true as const, audit: recorded(election.value, 'place.removed', { ...of }) })
  })
  return written.ok ? findDistrictPlaces(ctx, electionId) : written
}
