/** Posters that open the voters' portal with the place filled in: nothing of a person is on them, and whoever scans signs in first. */
import { fail, ok, type Result } from '@mingce/domain/result'
import { type Context, visibleArea } from '../../access/index.ts'
import { type EntrancePosters, type Fonts, installedFonts, printable, printSheet } from '../../documents/index.ts'
import { type Election, getElection } from '../../election/index.ts'
import { findCommunities } from '../../platform/areas/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { findElectionStations } from '../station/index.ts'
import type { EntranceFailure } from './errors.ts'
import type { EntranceQuery } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<EntranceFailure>>>
type Page = EntrancePosters['pages'][number]

/** A page each: more than anybody prints at once. */
const MOST_PAGES = 400

/** Opens the portal in this election, at a community where one is known. */
const portalUrl = (origin: string, electionId: string, community: string | null): string => {
  const query = new URLSearchParams({ election: electionId, ...(community === null ? {} : { place: community }) })
  return `${origin}/?${query}`
}

/** The community that a station serves, where it is one alone. */
const onlyCommunity = (serves: readonly string[]): string | null => {
  const [code = '', ...others] = serves
  return others.length === 0 && code.length === 12 ? code : null
}

const meets = (code: string, area: string): boolean => code.startsWith(area) || area.startsWith(code)

const stationPages = async (ctx: Context, election: Election, area: string, origin: string): Promise<Page[]> => {
  const found = await findElectionStations(ctx, election.id)
  const stations = found.ok ? found.value.filter(({ serves }) => serves.some(code => meets(code, area))) : []
  return stations.map(({ name, address, hours, phone, serves }) => ({
    place: name,
    lines: [`地址：${address}`, `时间：${hours}`, ...(phone === null ? [] : [`电话：${phone}`])],
    url: portalUrl(origin, election.id, onlyCommunity(serves)),
    filled: onlyCommunity(serves) !== null,
  }))
}

const communityPages = async (ctx: Context, election: Election, area: string, origin: string): Promise<Page[]> =>
  (await findCommunities(ctx.database, area)).map(({ code, name }) => ({
    place: name.replace(/(?:居民委员会|村民委员会|居委会|村委会)$/, ''),
    lines: [],
    url: portalUrl(origin, election.id, code),
    filled: true,
  }))

let opened: Fonts | undefined
const findFonts = (): Fonts => {
  opened ??= installedFonts()
  return opened
}

/** What is printed for the stations or the communities of an area within the actor's. */
export const findEntrances = async (
  ctx: Context,
  electionId: string,
  { of, area: asked }: EntranceQuery,
  origin: string,
): Answer<EntrancePosters> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const election = found.value
  const visible = visibleArea(ctx.actor, election.areaCode) ?? election.areaCode
  const area = asked ?? visible
  if (!area.startsWith(visible)) return fail({ code: 'entrance.none' })
  const pages = await (of === 'stations' ? stationPages : communityPages)(ctx, election, area, origin)
  if (pages.length === 0) return fail({ code: 'entrance.none' })
  if (pages.length > MOST_PAGES) return fail({ code: 'entrance.too-many' })
  const text = (one: string): string => printable(findFonts(), one)
  return ok({
    electionName: text(election.name),
    training: election.training,
    pages: pages.map(page => ({ ...page, place: text(page.place), lines: page.lines.map(text) })),
  })
}

export const printEntrances = async (
  ctx: Context,
  electionId: string,
  query: EntranceQuery,
  origin: string,
): Answer<{ readonly name: string; readonly pdf: Uint8Array }> => {
  const posters = await findEntrances(ctx, electionId, query, origin)
  if (!posters.ok) return posters
  const { pdf } = await printSheet('entrances', findFonts(), posters.value)
  return ok({ name: `扫码登记海报-${query.of === 'stations' ? '登记站' : '社区'}.pdf`, pdf })
}
