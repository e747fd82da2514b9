/** People not yet registered, a page at a time: communities in their order, people in the order of the register. */
import { ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { type Election, getElection } from '../../election/index.ts'
import { findCountedExtract, findFigures, type ListScope } from '../counts/index.ts'
import type { WorklistFailure } from './errors.ts'
import type { ContactFilter, MissingCommunities, NotYetRegisteredPage, PersonToVisit } from './schema.ts'
import { isMigrant, type Located, openContactReader, scopeOf, withContacts } from './service.contacts.ts'
import { findMissing, findStretchEnd, type Missing, namesOfCommunities } from './store.ts'

type Failure = { readonly code: WorklistFailure; readonly text?: Text; readonly next?: Text }

const PAGE = 100
/** People of the register that one statement looks at, and how many statements one page may take: a page may be short, and the next one goes on. */
const STRETCH = 2_000
const STRETCHES = 5

interface Community {
  readonly code: string
  readonly total: number
  readonly visited: number
}

/** How many are not yet registered by community, within the actor's area. */
export const countMissing = async (ctx: Context, election: Election): Promise<Community[]> =>
  (await findFigures(ctx.database, election, scopeOf(ctx, election).area, ctx.clock.now()))
    .filter(({ missing }) => missing > 0)
    .map(({ code, missing, visited }) => ({ code, total: missing, visited }))

/** The communities with people who are not yet registered. */
export const findMissingCommunities = async (ctx: Context, electionId: string): Promise<Result<MissingCommunities, Failure>> => {
  const found = await getElection(ctx, electionId, 'contact')
  if (!found.ok) return found
  const communities = await countMissing(ctx, found.value)
  const names = await namesOfCommunities(
    ctx.database,
    communities.map(({ code }) => code),
  )
  return ok(communities.map(one => ({ ...one, name: names.get(one.code) ?? one.code })))
}

/** The place of a person in the list: after it the next page begins. */
interface Place {
  readonly community: string
  readonly row: number
}

const readCursor = (cursor: string | undefined): Place => {
  const [, community = '', row = '0'] = /^(\d{2,12})\.(\d{1,15})$/.exec(cursor ?? '') ?? []
  return { community, row: Number(row) }
}

/** A person as the API says it. */
export const toPersonToVisit = (election: Election, person: Located): PersonToVisit => {
  const { personRef, name, sex, birthYear, address, maskedPhone, visit } = person
  const migrant = isMigrant(election, person)
  return { personRef, name, sex, birthYear, address, maskedPhone, migrant, visit: visit as PersonToVisit['visit'] }
}

/** Everyone of one community who is not yet registered, visited or not, with their addresses. */
export const readMissingOf = async (ctx: Context, election: Election, code: string): Promise<Located[]> => {
  const extractId = await findCountedExtract(ctx.database, election, ctx.clock.now())
  if (extractId === null) return []
  const scope = scopeOf(ctx, election)
  const community = code === scope.electionArea ? null : code
  const read = openContactReader(ctx, ctx.database)
  const found: Located[] = []
  let afterRow = 0
  for (;;) {
    const stretch = { extractId, community, afterRow, scan: STRETCH }
    for (const state of ['open', 'visited'] as const)
      found.push(...(await read(await findMissing(ctx.database, scope, state, stretch))))
    const row = await findStretchEnd(ctx.database, stretch)
    if (row === undefined) return found
    afterRow = row
  }
}

/** Reads on in one community until the page is full or no statement is left; the place to go on from, or null at its end. */
const readCommunity = async (
  ctx: Context,
  scope: ListScope,
  state: ContactFilter['state'],
  extractId: number,
  from: Place,
  page: { readonly rows: Missing[]; left: number },
): Promise<Place | null> => {
  const community = from.community === scope.electionArea ? null : from.community
  let place = from
  while (page.rows.length <= PAGE && page.left > 0) {
    page.left -= 1
    const stretch = { extractId, community, afterRow: place.row, scan: STRETCH }
    page.rows.push(...(await findMissing(ctx.database, scope, state, stretch)))
    const row = await findStretchEnd(ctx.database, stretch)
    if (row === undefined) return null
    place = { community: from.community, row }
  }
  return place
}

/** Reads on from a place through the communities until a page is full, or has taken as many statements as it may. */
const readOn = async (
  ctx: Context,
  election: Election,
  state: ContactFilter['state'],
  codes: readonly string[],
  from: Place,
): Promise<{ readonly rows: readonly Missing[]; readonly end: Place | null }> => {
  const page = { rows: [] as Missing[], left: STRETCHES }
  const extractId = await findCountedExtract(ctx.database, election, ctx.clock.now())
  if (extractId === null) return { rows: page.rows, end: null }
  const scope = scopeOf(ctx, election)
  for (const code of codes.filter(one => one >= from.community)) {
    const place = code === from.community ? from : { community: code, row: 0 }
    const end = await readCommunity(ctx, scope, state, extractId, place, page)
    if (end) return { rows: page.rows, end }
  }
  return { rows: page.rows, end: null }
}

/** People who may vote on the day and are on no roll, within the actor's area: a work list to visit, not a list of the guilty. */
export const findNotYetRegistered = async (
  ctx: Context,
  electionId: string,
  filter: ContactFilter,
): Promise<Result<NotYetRegisteredPage, Failure>> => {
  const found = await getElection(ctx, electionId, 'contact')
  if (!found.ok) return found
  const election = found.value
  const wanted = (await countMissing(ctx, election)).filter(({ code, total, visited }) =>
    filter.community !== undefined && code !== filter.community
      ? false
      : (filter.state === 'open' ? total - visited : visited) > 0,
  )
  const codes = wanted.map(({ code }) => code)
  const { rows, end } = await readOn(ctx, election, filter.state, codes, readCursor(filter.cursor))
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const next = rows.length > PAGE && last ? { community: last.communityCode, row: last.rowNo } : end
  const items = await withContacts(ctx, ctx.database, page)
  return ok({
    items: items.map(person => toPersonToVisit(election, person)),
    next: next && `${next.community}.${next.row}`,
  })
}
