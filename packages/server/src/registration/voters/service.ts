/**
 * 名册: everyone registered in the actor's area, by place or by name. A page reads a bounded part of an index; where few people of it are
 * wanted, it may be short and the next one goes on.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { maskResidentId, nameOrder, normalizePersonName } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import type { VotersFailure } from './errors.ts'
import type { DistrictOption, VoterItem, VotersCount, VotersFilter, VotersPage, VotersQuery } from './schema.ts'
import {
  countInRange,
  countNamed,
  countWaiting,
  findDistrictsIn,
  findInRange,
  findNamed,
  findNames,
  findScanEnd,
  type NameMatch,
  type RollFilter,
  type RollPlace,
  type VoterRow,
} from './store.ts'

type Failure = { readonly code: VotersFailure }

const PAGE = 50
/** Rows of an index that a page reads at most. */
const MOST_SCANNED = 10_000
/** Names that are looked up one by one; of more, the roll is read in its order. */
const MOST_NAMES = 2_000
/** People are counted no further. */
const MOST_COUNTED = 20_000

export const toVoterItem = (ctx: Context, row: VoterRow): VoterItem => ({
  countyCode: row.countyCode,
  registrationId: row.registrationId,
  name: row.name,
  sex: row.sex,
  birthDate: row.birthDate,
  maskedNumber: row.maskedDocument ?? maskResidentId(ctx.keys.openPersonKey(row.personKey)),
  community: row.communityCode === null ? null : { code: row.communityCode, name: row.community ?? row.communityCode },
  countyDistrict:
    row.countyDistrict === null ? null : { code: row.countyDistrict, name: row.countyDistrictName ?? row.countyDistrict },
  townshipDistrict:
    row.townshipDistrict === null ? null : { code: row.townshipDistrict, name: row.townshipDistrictName ?? row.townshipDistrict },
  voterGroup: row.voterGroup,
  unit: row.unit,
  basis: row.basis,
  channel: row.channel,
  status: row.status,
})

/** Whom a search asks for: people of names that are known one by one, or whoever matches in the order of the roll. */
export type Wanted =
  | { readonly kind: 'range'; readonly match: NameMatch | null }
  | { readonly kind: 'names'; readonly orders: readonly string[] }

/** What is typed, as names or sounds. Letters are pinyin or initials, or a name that is written in letters. */
const matchesOf = (typed: string): { readonly name: string; readonly matches: readonly NameMatch[] } => {
  const name = normalizePersonName(typed)
  const beginning = { by: 'beginning', order: nameOrder(name) } as const
  const letters = typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replace(/[\s'’·.-]/g, '')
  if (!/^[a-z]+$/.test(letters)) return { name, matches: [beginning] }
  return {
    name,
    matches: [
      { by: 'spelled', text: letters },
      { by: 'initials', text: letters },
    ],
  }
}

const compareOrders = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const wantedOf = async (ctx: Context, q: string | undefined, exact: boolean): Promise<Wanted> => {
  if (!q) return { kind: 'range', match: null }
  const { name, matches } = matchesOf(q)
  const own = nameOrder(name)
  if (exact) return { kind: 'names', orders: [own] }
  const orders = new Set([own])
  for (const match of matches) {
    const found = await findNames(ctx.database, match, MOST_NAMES + 1)
    // So many names that people of them are soon found by reading on.
    if (found.length > MOST_NAMES) return { kind: 'range', match }
    for (const order of found) orders.add(order)
  }
  return { kind: 'names', orders: [...orders].sort(compareOrders) }
}

export interface Search {
  readonly electionId: string
  readonly filter: RollFilter
  readonly wanted: Wanted
}

/** A filter as the actor may use it; null: nobody of the actor's area can be meant. */
export const openSearch = async (
  ctx: Context,
  electionId: string,
  filter: VotersFilter,
): Promise<Result<Search | null, Failure>> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const election = found.value
  const visible = visibleArea(ctx.actor, election.areaCode) ?? election.areaCode
  const isStation = ctx.actor.role === 'station'
  if (isStation && !/\p{Script=Han}.*\p{L}|\p{L}{2}/u.test(filter.q ?? '')) return fail({ code: 'voters.exact-name' })
  if (filter.community !== undefined && !filter.community.startsWith(visible)) return ok(null)
  const own = filter.community ?? (visible === election.areaCode ? '' : visible)
  return ok({
    electionId,
    filter: {
      area: own,
      status: filter.status ?? null,
      countyDistrict: filter.countyDistrict ?? null,
      townshipDistrict: filter.townshipDistrict ?? null,
      level: filter.level ?? null,
      channel: filter.channel ?? null,
      basis: filter.basis ?? null,
    },
    wanted: await wantedOf(ctx, filter.q, isStation),
  })
}

const placeOf = (row: VoterRow): RollPlace => ({
  community: row.place,
  nameOrder: row.nameOrder,
  registrationId: row.registrationId,
})

const writeCursor = ({ community, nameOrder: order, registrationId }: RollPlace): string =>
  Buffer.from([community, order, registrationId].join('\u001f')).toString('base64url')

const readCursor = (cursor: string | undefined): RollPlace | null => {
  if (cursor === undefined) return null
  const [community, order, id] = Buffer.from(cursor, 'base64url').toString().split('\u001f')
  if (community === undefined || order === undefined || !/^\d{1,15}$/.test(id ?? '') || (community + order).includes('\0'))
    return null
  return { community, nameOrder: order, registrationId: Number(id) }
}

/** People, and where to go on; null: there are no more. */
export interface Found {
  readonly rows: readonly VoterRow[]
  readonly next: RollPlace | null
}

const pageOf = (rows: readonly VoterRow[], most: number): Found => {
  const last = rows[most - 1]
  return rows.length > most && last ? { rows: rows.slice(0, most), next: placeOf(last) } : { rows, next: null }
}

const findRange = async (
  ctx: Context,
  search: Search,
  match: NameMatch | null,
  after: RollPlace | null,
  most: number,
): Promise<Found> => {
  const { electionId, filter } = search
  const scan = Math.max(MOST_SCANNED, most + 1)
  const rows = await findInRange(ctx.database, electionId, filter, match, after, { scan, limit: most + 1 })
  if (rows.length > most) return pageOf(rows, most)
  return { rows, next: (await findScanEnd(ctx.database, electionId, filter, after, scan)) ?? null }
}

/** How many names are looked up at a time: the first of them mostly fill a page, and common ones have thousands of people. */
const STEPS = [1, 1, 1, 64, 512, MOST_NAMES + 1]

const findByNames = async (
  ctx: Context,
  { electionId, filter }: Search,
  orders: readonly string[],
  after: RollPlace | null,
  most: number,
): Promise<Found> => {
  let left = after === null ? orders : orders.filter(order => compareOrders(order, after.nameOrder) >= 0)
  const rows: VoterRow[] = []
  for (const step of STEPS) {
    if (left.length === 0 || rows.length > most) break
    rows.push(...(await findNamed(ctx.database, electionId, filter, left.slice(0, step), after, most + 1 - rows.length)))
    left = left.slice(step)
  }
  return pageOf(rows, most)
}

/** People of a search after a place, `most` at most. */
export const findPeople = (ctx: Context, search: Search, after: RollPlace | null, most: number): Promise<Found> =>
  search.wanted.kind === 'names'
    ? findByNames(ctx, search, search.wanted.orders, after, most)
    : findRange(ctx, search, search.wanted.match, after, most)

/** A page of the roll. */
export const findVoters = async (
  ctx: Context,
  electionId: string,
  { cursor, ...filter }: VotersQuery,
): Promise<Result<VotersPage, Failure>> => {
  const search = await openSearch(ctx, electionId, filter)
  if (!search.ok) return search
  if (search.value === null) return ok({ items: [], next: null })
  const { rows, next } = await findPeople(ctx, search.value, readCursor(cursor), PAGE)
  return ok({ items: rows.map(row => toVoterItem(ctx, row)), next: next && writeCursor(next) })
}

const countPeople = async (
  ctx: Context,
  { electionId, filter, wanted }: Search,
): Promise<Pick<VotersCount, 'people' | 'exact'>> => {
  if (wanted.kind === 'names') {
    const people = await countNamed(ctx.database, electionId, filter, wanted.orders, MOST_COUNTED + 1)
    return { people: Math.min(people, MOST_COUNTED), exact: people <= MOST_COUNTED }
  }
  const { people, scanned } = await countInRange(ctx.database, electionId, filter, wanted.match, MOST_COUNTED)
  return { people, exact: scanned < MOST_COUNTED }
}

/** How many people a filter has, and how many cannot be found yet. Asked once a filter. */
export const countVoters = async (
  ctx: Context,
  electionId: string,
  filter: VotersFilter,
): Promise<Result<VotersCount, Failure>> => {
  const search = await openSearch(ctx, electionId, filter)
  if (!search.ok) return search
  const waiting = await countWaiting(ctx.database, electionId)
  if (search.value === null) return ok({ people: 0, exact: true, waiting })
  return ok({ ...(await countPeople(ctx, search.value)), waiting })
}

/** Electoral districts to choose from, in the actor's area. */
export const findVoterDistricts = async (ctx: Context, electionId: string): Promise<Result<DistrictOption[], Failure>> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const visible = visibleArea(ctx.actor, found.value.areaCode) ?? found.value.areaCode
  return ok(await findDistrictsIn(ctx.database, electionId, visible === found.value.areaCode ? '' : visible))
}
