/**
 * People not yet registered by building, unit and door. Addresses are sealed, so the people of one community are read, their blocks opened, and
 * sorted in memory; a community is some thousands of people.
 */
import { compareDoors, type Door, doorKey, readDoor } from '@mingce/domain/registration'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { type Fonts, type HouseholdSheet, installedFonts, printable, printSheet } from '../../documents/index.ts'
import { type Election, getElection, homeCounty } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { SealError } from '../../platform/crypto/index.ts'
import { type Failure, offsetOf } from '../../platform/http/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import { namesOfCommunities, readMissingOf, scopeOf, toPersonToVisit } from '../worklist/index.ts'
import type { HouseholdFailure } from './errors.ts'
import type { Household, HouseholdFilter, HouseholdPrint, Households, OpenedHousehold } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<HouseholdFailure>>>

/** Households of one answer, and of one print. */
const PAGE = 50
const MOST_PRINTED = 300

interface PlacedHousehold extends Household {
  readonly buildingId: string
}

/** Codes of the areas that a community lies in, from the province down, and its own. */
const areasAbove = (code: string): string[] =>
  [2, 4, 6, 9, 12].filter(digits => digits <= code.length).map(digits => code.slice(0, digits))

/** A community's name as addresses have it: 东郊社区居民委员会 is 东郊社区 there. */
const shortName = (name: string): string => name.replace(/(?:居民委员会|村民委员会|居委会|村委会)$/, '')

/** The areas' names as they may stand before an address; null where the community is not in the actor's area. */
const areasOf = async (ctx: Context, election: Election, community: string): Promise<readonly string[] | null> => {
  if (!community.startsWith(scopeOf(ctx, election).area)) return null
  const codes = areasAbove(community)
  const names = await namesOfCommunities(ctx.database, codes)
  return names.has(community) ? codes.map(code => shortName(names.get(code) ?? '')) : null
}

const placeOf = ({ place, building, unit, door }: Door): Door => ({ place, building, unit, door })

/** The households of a community in the order of a walk. */
const readHouseholds = async (
  ctx: Context,
  election: Election,
  community: string,
  areas: readonly string[],
): Promise<PlacedHousehold[]> => {
  const found = new Map<string, { door: Door; people: Household['people'] }>()
  for (const person of await readMissingOf(ctx, election, community)) {
    const door = readDoor(person.address ?? '', areas)
    const key = doorKey(door)
    const household = found.get(key) ?? { door, people: [] }
    household.people.push(toPersonToVisit(election, person))
    found.set(key, household)
  }
  const sorted = [...found.values()].sort((a, b) => compareDoors(a.door, b.door))
  const ids = ctx.keys.digests(
    sorted.map(({ door }) => JSON.stringify(['building', election.id, community, door.place, door.building])),
  )
  return sorted.map(({ door, people }, at) => ({ ...placeOf(door), people, buildingId: ids[at] ?? '' }))
}

const summariesOf = (households: readonly PlacedHousehold[]): Households['buildings'] => {
  const found = new Map<string, Households['buildings'][number]>()
  for (const { buildingId: id, place, building, people } of households) {
    const before = found.get(id) ?? { id, place, building, households: 0, people: 0, visited: 0 }
    const visited = people.filter(({ visit }) => visit !== null && visit.outcome !== 'out').length
    found.set(id, {
      ...before,
      households: before.households + 1,
      people: before.people + people.length,
      visited: before.visited + visited,
    })
  }
  return [...found.values()]
}

/** The buildings of a community, and a page of households, of one building or of all. */
export const findHouseholds = async (ctx: Context, electionId: string, filter: HouseholdFilter): Answer<Households> => {
  const found = await getElection(ctx, electionId, 'contact')
  if (!found.ok) return found
  const areas = await areasOf(ctx, found.value, filter.community)
  if (areas === null) return fail({ code: 'household.community' })
  const all = await readHouseholds(ctx, found.value, filter.community, areas)
  const wanted = all.filter(({ buildingId }) => filter.building === undefined || buildingId === filter.building)
  const from = offsetOf(filter.cursor)
  const next = from + PAGE < wanted.length ? String(from + PAGE) : null
  const items = wanted.slice(from, from + PAGE).map(({ buildingId: _, ...household }) => household)
  return ok({ buildings: summariesOf(all), items, next })
}

const CONTEXT = 'household'

interface SealedHousehold {
  readonly electionId: string
  readonly community: string
  readonly door: Door
}

/** What the QR of a household holds: election, community and door, sealed; no person. */
const sealHousehold = (ctx: Context, { electionId, community, door }: SealedHousehold): string => {
  const { place, building, unit, door: number } = door
  const plain = JSON.stringify([electionId, community, place, building, unit, number])
  return Buffer.from(ctx.keys.seal(Buffer.from(plain), CONTEXT)).toString('base64url')
}

const openSealed = (ctx: Context, handle: string): SealedHousehold | null => {
  try {
    const plain: unknown = JSON.parse(Buffer.from(ctx.keys.open(Buffer.from(handle, 'base64url'), CONTEXT)).toString('utf8'))
    if (!Array.isArray(plain)) return null
    const [electionId = '', community = '', place = '', building = '', unit = '', door = ''] = plain.map(String)
    return { electionId, community, door: { place, building, unit, door } }
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}

/** The household of a printed sheet. Of another area it is as unknown as one that was never printed. */
export const openHousehold = async (ctx: Context, handle: string): Answer<OpenedHousehold> => {
  const sealed = openSealed(ctx, handle)
  if (!sealed) return fail({ code: 'household.unknown' })
  const found = await getElection(ctx, sealed.electionId, 'contact')
  if (!found.ok) return found.error.code === 'election.unknown' ? fail({ code: 'household.unknown' }) : found
  const election = found.value
  const areas = await areasOf(ctx, election, sealed.community)
  if (areas === null) return fail({ code: 'household.unknown' })
  const key = doorKey(sealed.door)
  const household = (await readHouseholds(ctx, election, sealed.community, areas)).find(one => doorKey(one) === key)
  const names = await namesOfCommunities(ctx.database, [sealed.community])
  return ok({
    electionId: election.id,
    electionName: election.name,
    community: { code: sealed.community, name: names.get(sealed.community) ?? sealed.community },
    ...sealed.door,
    people: household?.people ?? [],
  })
}

/** Titles of the boxes, in the order of the outcomes of a visit. */
const OUTCOMES = ['已见到', '家中无人', '在国外', '已迁走', '查无此人', '终止走访']
const SEXES = { M: '男', F: '女' } as const

const buildingLine = ({ place, building, unit }: Door): string =>
  [place, building && `${building}号楼`, unit && `${unit}单元`].filter(Boolean).join('') || '地址不详'
const doorLine = ({ door }: Door): string => (/^[A-Z]?\d+$/.test(door) ? `${door}号` : door)

let opened: Fonts | undefined
/** The fonts of this machine, opened once. */
const findFonts = (): Fonts => {
  opened ??= installedFonts()
  return opened
}

/** What is printed for a community or for one of its buildings: those who still have to be visited. */
export const findSheet = async (
  ctx: Context,
  election: Election,
  { community, building }: HouseholdPrint,
  origin: string,
): Answer<HouseholdSheet> => {
  const areas = await areasOf(ctx, election, community)
  if (areas === null) return fail({ code: 'household.community' })
  const open = (await readHouseholds(ctx, election, community, areas))
    .filter(({ buildingId }) => building === undefined || buildingId === building)
    .map(one => ({ ...one, people: one.people.filter(({ visit }) => visit === null || visit.outcome === 'out') }))
    .filter(({ people }) => people.length > 0)
  if (open.length === 0) return fail({ code: 'household.none' })
  if (open.length > MOST_PRINTED) return fail({ code: 'household.too-many' })
  const fonts = findFonts()
  const text = (one: string): string => printable(fonts, one)
  return ok({
    electionName: text(election.name),
    place: text(areas.at(-1) ?? ''),
    printedOn: chinaDate(ctx.clock.now()),
    outcomes: OUTCOMES,
    training: election.training,
    doors: open.map(one => ({
      building: text(buildingLine(one)),
      door: text(doorLine(one)),
      url: `${origin}/office/households/${sealHousehold(ctx, { electionId: election.id, community, door: placeOf(one) })}`,
      people: one.people.map(({ name, sex, birthYear, maskedPhone }) => ({
        name: text(name),
        sex: sex === null ? '' : SEXES[sex],
        born: String(birthYear),
        phone: maskedPhone ?? '',
      })),
    })),
  })
}

/** The sheets of a community or of one building as PDF. The log has who printed them, and how many. */
export const printHouseholds = async (
  ctx: Context,
  electionId: string,
  input: HouseholdPrint,
  origin: string,
): Answer<{ readonly name: string; readonly pdf: Uint8Array }> => {
  const found = await getElection(ctx, electionId, 'contact')
  if (!found.ok) return found
  const sheet = await findSheet(ctx, found.value, input, origin)
  if (!sheet.ok) return sheet
  const { doors, place, printedOn } = sheet.value
  const people = doors.reduce((sum, door) => sum + door.people.length, 0)
  const audit: AuditEntry = {
    countyCode: homeCounty(found.value),
    action: 'households.printed',
    subject: electionId,
    details: { community: input.community, households: doors.length, people },
  }
  const recorded = await write(ctx, { action: `print households ${electionId}`, always: true }, async () =>
    ok({ answer: true, audit }),
  )
  if (!recorded.ok) return recorded
  const { pdf } = await printSheet('households', findFonts(), sheet.value)
  return ok({ name: `走访单-${place}-${printedOn}.pdf`, pdf })
}
