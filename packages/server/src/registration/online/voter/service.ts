/** What a voter reads: elections to register for, what the form asks, places with their districts and stations, and the own registrations. */
import { partCode } from '@mingce/domain/district'
import { formFor, migrantDays } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { VoterContext } from '../../../access/index.ts'
import { areaName } from '../../../platform/areas/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import { type Database, gather } from '../../../platform/database/index.ts'
import { type FindListed, ownRegistration } from '../batch/index.ts'
import type { OnlineRefusal } from '../errors.ts'
import { districtNamed, type Frame, frameOf, searchPlaces } from '../frame/index.ts'
import type { MyRegistration, PlaceDetail, PlaceItem, PlaceQuery, VoterElection, VoterForm } from '../schema.ts'
import { findOwn, findOwnOfMany, type OwnRow } from '../store.ts'
import { signCard } from './service.card.ts'
import { findRegisterEntry, findVoterElections, knowsTownshipVote } from './store.ts'

const frameFor = async (ctx: VoterContext, electionId: string): Promise<Result<Frame, OnlineRefusal>> => {
  const frame = await frameOf(ctx.database, electionId, ctx.clock.now().getTime())
  return frame ? ok(frame) : fail({ code: 'election.unknown' })
}

/** Elections that are not closed: where the voter stands first, then by day. */
export const findElectionsForVoter = async (ctx: VoterContext): Promise<VoterElection[]> => {
  const today = chinaDate(ctx.clock.now())
  const elections: VoterElection[] = []
  for (const { id, own } of await findVoterElections(ctx.database, ctx.voter.personKey)) {
    const frame = await frameOf(ctx.database, id, ctx.clock.now().getTime())
    if (!frame) continue
    const { election, until } = frame
    elections.push({
      id,
      name: election.name,
      pollingDay: election.pollingDay,
      levels: [...election.levels],
      area: { code: election.areaCode, name: election.areaName },
      own,
      open: today <= until,
      until,
      training: election.training,
    })
  }
  return elections
}

/** What the form asks of this voter and why; what the population register says of hukou and residence is filled in. */
export const getVoterForm = async (ctx: VoterContext, electionId: string): Promise<Result<VoterForm, OnlineRefusal>> => {
  const found = await frameFor(ctx, electionId)
  if (!found.ok) return found
  const { election, rules, places } = found.value
  const entry = await findRegisterEntry(ctx.database, electionId, ctx.voter.personKey, ctx.voter.name)
  const isHere = entry.hukouArea?.startsWith(election.areaCode.slice(0, rules.homeDigits)) ?? false
  const community = entry.communityCode === null ? undefined : places.get(entry.communityCode)
  const hukouName = entry.hukouArea === null ? null : await areaName(ctx.database, entry.hukouArea)
  const form = formFor(rules, {
    hukouArea: entry.hukouArea,
    electionArea: election.areaCode,
    tookPart: entry.tookPart,
    days: migrantDays(rules, election.pollingDay),
  })
  return ok({
    hukouArea: entry.hukouArea === null ? null : { code: entry.hukouArea, name: hukouName ?? entry.hukouArea },
    suggestion: community
      ? {
          community: { code: community.code, name: community.name },
          basis: isHere ? 'hukou' : 'residence',
          why: isHere
            ? {
                zh: '人口信息记载您的户口和住址在这里',
                en: 'According to the population register, your household registration and address are here',
              }
            : { zh: '人口信息记载您住在这里', en: 'According to the population register, you live here' },
        }
      : null,
    bases: form.map(basis => ({
      ...basis,
      asks: basis.asks.map(asked => ({ ...asked })),
      enough: basis.enough.map(set => [...set]),
    })),
  })
}

/** Communities of the election by name, part of it, or the initials of its pinyin. */
export const findPlaces = async (
  ctx: VoterContext,
  electionId: string,
  query: PlaceQuery,
): Promise<Result<PlaceItem[], OnlineRefusal>> => {
  const found = await frameFor(ctx, electionId)
  return found.ok ? ok(searchPlaces(found.value, query.q ?? '', query.under ?? '')) : found
}

/** A community with its districts and the stations that serve it. */
export const getPlace = async (
  ctx: VoterContext,
  electionId: string,
  community: string,
): Promise<Result<PlaceDetail, OnlineRefusal>> => {
  const found = await frameFor(ctx, electionId)
  if (!found.ok) return found
  const frame = found.value
  const place = frame.places.get(community)
  if (!place) return fail({ code: 'place.unknown', field: 'community' })
  const asked = frame.asksTownship(community)
  const elects = frame.electsByDefault(community)
  const districtsOf = (unit: string) => ({
    county: districtNamed(frame, 'county', frame.districtOf.get(`county/${unit}`) ?? frame.districtOf.get(`county/${community}`)),
    township: elects
      ? districtNamed(
          frame,
          'township',
          frame.districtOf.get(`township/${unit}`) ?? frame.districtOf.get(`township/${community}`),
        )
      : null,
  })
  const known = asked && (await knowsTownshipVote(ctx.database, electionId, ctx.voter.personKey, community.slice(0, 9)))
  return ok({
    community: { code: place.code, name: place.name },
    districts: districtsOf(community),
    asksTownship: asked && !known,
    parts: frame.partsOf(community).map(({ part, name }) => ({ part, name, districts: districtsOf(partCode(community, part)) })),
    stations: frame.stations(community),
  })
}

/** Of several registrations of a person in one election the one that counts: that which holds the claim, else the newest. */
const counting = (rows: readonly OwnRow[]): OwnRow | undefined => rows.find(row => row.holds) ?? rows[0]

const askers = new WeakMap<Database, Map<string, (personKey: string) => Promise<readonly OwnRow[]>>>()
/** A person's registrations of one election, newest first; who asks in the same moment is looked up together. */
const ownIn = async ({ database, clock, voter }: VoterContext, electionId: string): Promise<readonly OwnRow[]> => {
  // Of an election that there is not, nothing is kept.
  if (!(await frameOf(database, electionId, clock.now().getTime()))) return []
  const { personKey } = voter
  const ofStore = askers.get(database) ?? new Map<string, (personKey: string) => Promise<readonly OwnRow[]>>()
  askers.set(database, ofStore)
  const known = ofStore.get(electionId)
  if (known) return known(personKey)
  const asker = gather(async (keys: readonly string[]) => {
    const rows = await findOwnOfMany(database, keys, electionId)
    return keys.map(key => rows.filter(row => row.personKey === key).reverse())
  })
  ofStore.set(electionId, asker)
  return asker(personKey)
}

const told = async (ctx: VoterContext, row: OwnRow, findListed: FindListed | undefined): Promise<MyRegistration | undefined> => {
  const frame = await frameOf(ctx.database, row.electionId, ctx.clock.now().getTime())
  if (!frame) return undefined
  return ownRegistration(frame, row, chinaDate(ctx.clock.now()), (await findListed?.(row)) ?? null)
}

/** The voter's registration of each election, newest first. */
export const findMyRegistrations = async (ctx: VoterContext, findListed?: FindListed): Promise<MyRegistration[]> => {
  const byElection = new Map<string, OwnRow[]>()
  for (const row of await findOwn(ctx.database, ctx.voter.personKey, null))
    byElection.set(row.electionId, [...(byElection.get(row.electionId) ?? []), row])
  const mine: MyRegistration[] = []
  for (const rows of byElection.values()) {
    const row = counting(rows)
    const registration = row && (await told(ctx, row, findListed))
    if (registration) mine.push(registration)
  }
  return mine
}

/** Am I registered? */
export const getMyRegistration = async (
  ctx: VoterContext,
  electionId: string,
  findListed?: FindListed,
): Promise<Result<MyRegistration, OnlineRefusal>> => {
  const row = counting(await ownIn(ctx, electionId))
  const registration = row && (await told(ctx, row, findListed))
  return registration
    ? ok(registration)
    : fail({
        code: 'not-found',
        text: { zh: '您在这次选举中还没有登记', en: 'You are not registered for this election' },
        next: { zh: '在“选民登记”页办理', en: 'Register on the page “Register to vote”' },
      })
}

/** The text of the voter's card: signed, and without the ID number. */
export const getMyCard = async (ctx: VoterContext, electionId: string): Promise<Result<{ text: string }, OnlineRefusal>> => {
  const row = counting(await ownIn(ctx, electionId))
  if (row?.status !== 'registered') return fail({ code: 'card.none' })
  return ok({
    text: signCard(ctx.keys, { electionId, countyCode: row.countyCode, registrationId: row.registrationId, name: row.name }),
  })
}
