/** Plans of electoral districts come from an area file, from the election's communities or from another plan. */
import { partCode } from '@mingce/domain/district'
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { write } from '../../platform/write/index.ts'
import { electionCommunities, electorate } from '../electorate/index.ts'
import { type CommunityPart, findParts, replaceParts } from '../parts/index.ts'
import { findDistricts } from '../table/index.ts'
import type { PlanRefusal } from './errors.ts'
import { readAreas } from './service.areas.ts'
import { type AreasFile, areasFormatOf } from './service.areas-file.ts'
import { unitsOfParts } from './service.divide.ts'
import { electionToPlan, loadPlan, type Plan, planAudit } from './service.ts'
import {
  findPlanBorders,
  findPlanShapes,
  insertPlan,
  lockPlans,
  nextPlanId,
  type PlanDistrictRow,
  type PlanRow,
  type PlanUnitRow,
} from './store.ts'

type Answer<T> = Promise<Result<T, PlanRefusal>>

/** People of each community by code: told by whoever has the population register. Null: nobody counts them. */
export type CountPeople = (sql: Sql, electionId: string) => Promise<ReadonlyMap<string, number> | null>

export interface NewPlan {
  readonly level: Level
  readonly name: string
  readonly seats?: number | null | undefined
}

type Content = Parameters<typeof insertPlan>[3] & {
  /** Parts of communities that a file names: those that the office does not list yet are listed with it. */
  readonly parts?: readonly CommunityPart[]
}
type Origin = Pick<PlanRow, 'basedOn' | 'sketch' | 'populationSource'> & { readonly seats?: number | null }

/** Lists parts that are not listed yet, after those that are. */
const addParts = async (ctx: Context, tx: Sql, electionId: string, parts: readonly CommunityPart[], at: Date): Promise<void> => {
  for (const community of new Set(parts.map(part => part.community))) {
    const listed = (await findParts(tx, electionId, community)).filter(part => part.community === community)
    const known = new Set(listed.map(({ part }) => part))
    const fresh = parts.filter(part => part.community === community && !known.has(part.part))
    if (fresh.length > 0) await replaceParts(tx, electionId, community, [...listed, ...fresh], ctx.actor.name, at)
  }
}

const make = async (ctx: Context, election: Election, input: NewPlan, origin: Origin, content: Content): Answer<Plan> => {
  if (!election.levels.includes(input.level)) return fail({ code: 'plan.level' })
  const made = await write(ctx, { action: 'district-plan.made' }, async (tx, at) => {
    await lockPlans(tx, election.id)
    const planId = await nextPlanId(tx, election.id)
    const row = {
      id: planId,
      level: input.level,
      name: input.name,
      seats: input.seats ?? origin.seats ?? null,
      basedOn: origin.basedOn,
      method: 'hand',
      seed: null,
      sketch: origin.sketch,
      populationSource: origin.populationSource,
      madeBy: ctx.actor.name,
      madeAt: at,
    } as const
    await insertPlan(tx, election.id, row, content)
    if (content.parts) await addParts(ctx, tx, election.id, content.parts, at)
    const details = {
      level: input.level,
      units: content.units.length,
      ...(origin.basedOn === null ? {} : { basedOn: origin.basedOn }),
    }
    return ok({ answer: planId, audit: planAudit(election, 'district-plan.made', planId, details) })
  })
  return made.ok ? loadPlan(ctx.database, election.id, made.value) : made
}

/** Communities that elect at the level, each with the district it is in today, where the office gave a table. */
const electingUnits = async (sql: Sql, election: Election, level: Level) => {
  const { electing } = await electorate(sql, election, level, await electionCommunities(sql, election.areaCode))
  // Where each community is its own district for want of a table, none has seats: nothing that a plan would keep.
  const districts = (await findDistricts(sql, election.id)).filter(d => d.level === level && d.seats !== null)
  return { communities: electing, districts }
}

const districtsFrom = (names: readonly { name: string; seats: number | null }[]): PlanDistrictRow[] =>
  names.map(({ name, seats }, index) => ({ number: index + 1, name, seats: seats ?? 1 }))

/** A plan of the election's communities and their parts, with today's districts where there are any. Neighbours are not known. */
export const makePlanOfCommunities = async (
  ctx: Context,
  electionId: string,
  input: NewPlan,
  countPeople: CountPeople,
): Answer<Plan> => {
  const election = await electionToPlan(ctx, electionId)
  if (!election.ok) return election
  const { communities, districts } = await electingUnits(ctx.database, election.value, input.level)
  if (communities.length === 0) return fail({ code: 'plan.level' })
  const counts = await countPeople(ctx.database, electionId)
  const home = new Map(
    districts.flatMap((d, index) => [...d.communities, ...d.parts].map(code => [code, { number: index + 1, name: d.name }])),
  )
  const parts = await findParts(ctx.database, electionId)
  const unitOf = (code: string, name: string, population: number): PlanUnitRow => ({
    code,
    name,
    population,
    district: home.get(code)?.number ?? null,
    existing: home.get(code)?.name ?? null,
    longitude: null,
    latitude: null,
  })
  /** A community begins divided where its districts divide it today, and in a township, whose villages are few, where its parts are listed. */
  const unitsOf = ({ code, name }: { code: string; name: string }): PlanUnitRow[] => {
    const whole = unitOf(code, name, counts?.get(code) ?? 0)
    const own = parts.filter(({ community }) => community === code)
    const divides = own.length > 1 && (input.level === 'township' || own.some(({ part }) => home.has(partCode(code, part))))
    if (!divides) return [whole]
    return unitsOfParts(whole, own).map(unit => ({
      ...unit,
      district: home.get(unit.code)?.number ?? whole.district,
      existing: home.get(unit.code)?.name ?? whole.existing,
    }))
  }
  return make(
    ctx,
    election.value,
    input,
    { basedOn: null, sketch: false, populationSource: counts ? 'register' : 'none' },
    {
      districts: districtsFrom(districts),
      borders: [],
      units: communities.flatMap(unitsOf),
    },
  )
}

const geometryOf = (feature: unknown): unknown =>
  typeof feature === 'object' && feature !== null && 'geometry' in feature ? feature.geometry : null

/** Of the unit's districts today, those that the file names, in order of their first unit. */
const contentOf = (areas: AreasFile): Content => {
  const names = [...new Set(areas.units.flatMap(unit => unit.existing ?? []))]
  const numbers = new Map(names.map((name, index) => [name, index + 1]))
  return {
    districts: districtsFrom(names.map(name => ({ name, seats: null }))),
    borders: areas.borders,
    parts: areas.parts.map(part => ({ ...part, source: 'typed' as const })),
    units: areas.units.map(unit => {
      const shape = areas.shapes === null ? null : geometryOf(areas.shapes.get(unit.code))
      const drawn = typeof shape === 'object' && shape !== null && 'type' in shape && shape.type !== 'Point'
      return {
        code: unit.code,
        name: unit.name,
        population: unit.population,
        district: unit.existing === undefined ? null : (numbers.get(unit.existing) ?? null),
        existing: unit.existing ?? null,
        longitude: unit.at?.[0] ?? null,
        latitude: unit.at?.[1] ?? null,
        shape: drawn ? shape : null,
      }
    }),
  }
}

/** A plan of the units in a file (GeoJSON, CSV, XLSX), with the districts that it names. `name`: as it was sent; its ending says the format. */
export const makePlanOfFile = async (
  ctx: Context,
  electionId: string,
  input: NewPlan,
  path: string,
  name: string,
): Answer<Plan> => {
  const election = await electionToPlan(ctx, electionId)
  if (!election.ok) return election
  const areas = await readAreas({ path, format: areasFormatOf(name) })
  if (!areas.ok) return areas
  const origin = { basedOn: null, sketch: areas.value.sketch, populationSource: 'file' as const }
  return make(ctx, election.value, input, origin, contentOf(areas.value))
}

/** Another plan to change, beginning as `basedOn` stands. */
export const copyPlan = async (ctx: Context, electionId: string, basedOn: number, name: string): Answer<Plan> => {
  const election = await electionToPlan(ctx, electionId)
  if (!election.ok) return election
  const plan = await loadPlan(ctx.database, electionId, basedOn)
  if (!plan.ok) return plan
  const shapes = new Map((await findPlanShapes(ctx.database, electionId, basedOn)).map(({ code, shape }) => [code, shape]))
  const { level, sketch, populationSource, seats } = plan.value
  const districts = plan.value.figures.districts.map(({ number, name: called, seats: own }) => ({
    number,
    name: called,
    seats: own,
  }))
  return make(
    ctx,
    election.value,
    { level, name },
    { basedOn, sketch, populationSource, seats },
    {
      districts,
      borders: await findPlanBorders(ctx.database, electionId, basedOn),
      units: plan.value.units.map(unit => ({ ...unit, shape: shapes.get(unit.code) })),
    },
  )
}
