/** Dividing a community of a plan into its parts, and joining them again: the parts are units like any other (EL 25). */
import { type Border, partCode, partName, readPartCode, replaceInBorders } from '@mingce/domain/district'
import { fail, ok, type Result } from '@mingce/domain/result'
import { findCommunities } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type CommunityPart, findParts } from '../parts/index.ts'
import type { PlanRefusal } from './errors.ts'
import { findDividedUnit, findPlanBorders, findPlanShapes, type PlanUnitRow, type StepWork, type UnitsReplaced } from './store.ts'

interface Drawn {
  readonly id: number
  readonly bordersKnown: boolean
  readonly units: readonly PlanUnitRow[]
}

/** The parts of a community as units of a plan, each in the district of the community. */
export const unitsOfParts = (unit: PlanUnitRow, parts: readonly CommunityPart[]): PlanUnitRow[] =>
  parts.map(({ part, name, population }) => ({
    ...unit,
    code: partCode(unit.code, part),
    name: partName(unit.name, name),
    population,
  }))

/** What replaces what, with the borders of the units that come; of a plan without borders none. */
const replacing = (borders: readonly Border[], remove: readonly string[], add: UnitsReplaced['add']): UnitsReplaced => {
  const codes = add.map(({ code }) => code)
  const touching = new Set(codes)
  const after = borders.length === 0 ? [] : replaceInBorders(borders, remove, codes)
  return { remove, add, borders: after.filter(([a, b]) => touching.has(a) || touching.has(b)) }
}

const bordersOf = (borders: readonly Border[], units: readonly string[]): Border[] =>
  borders.filter(([a, b]) => units.includes(a) || units.includes(b))

const findShapes = async (tx: Sql, electionId: string, planId: number): Promise<ReadonlyMap<string, unknown>> =>
  new Map((await findPlanShapes(tx, electionId, planId)).map(({ code, shape }) => [code, shape]))

/** Divides a community into the parts that the office lists. */
export const divideUnit = async (
  tx: Sql,
  electionId: string,
  plan: Drawn,
  code: string,
): Promise<Result<StepWork, PlanRefusal>> => {
  const unit = plan.units.find(one => one.code === code)
  if (!unit) return fail({ code: 'plan.unit' })
  const parts = (await findParts(tx, electionId, code)).filter(({ community }) => community === code)
  if (parts.length < 2) return fail({ code: 'plan.no-parts' })
  const shape = (await findShapes(tx, electionId, plan.id)).get(code) ?? null
  const borders = await findPlanBorders(tx, electionId, plan.id)
  // The outline of the community stays with its first part: maps draw the community by it.
  const units = unitsOfParts(unit, parts).map((part, index) => ({ ...part, shape: index === 0 ? shape : null }))
  return ok({
    now: { replaced: replacing(borders, [code], units) },
    before: {
      replaced: {
        remove: units.map(one => one.code),
        add: [{ ...unit, shape }],
        borders: bordersOf(borders, [code]),
      },
    },
    summary: { unit: code, name: unit.name, parts: parts.length },
  })
}

/** Joins the parts of a community again: in the district that all of them are in, or in none. */
export const joinUnit = async (
  tx: Sql,
  electionId: string,
  plan: Drawn,
  code: string,
): Promise<Result<StepWork, PlanRefusal>> => {
  const parts = plan.units.filter(one => readPartCode(one.code).part !== null && readPartCode(one.code).community === code)
  const [first] = parts
  if (!first) return fail({ code: 'plan.unit' })
  const shapes = await findShapes(tx, electionId, plan.id)
  const drawn = parts.map(part => ({ ...part, shape: shapes.get(part.code) ?? null }))
  const former = await findDividedUnit(tx, electionId, plan.id, code)
  const borders = await findPlanBorders(tx, electionId, plan.id)
  const codes = parts.map(one => one.code)
  const isOne = parts.every(({ district }) => district === first.district)
  const { existing, longitude, latitude } = first
  const name = former?.name ?? (await findCommunities(tx, code))[0]?.name ?? code
  const whole = {
    code,
    name,
    population: former?.population ?? parts.reduce((sum, part) => sum + part.population, 0),
    district: isOne ? first.district : null,
    existing: former?.existing ?? existing,
    longitude: former?.longitude ?? longitude,
    latitude: former?.latitude ?? latitude,
    shape: former?.shape ?? drawn.find(({ shape }) => shape !== null)?.shape ?? null,
  }
  return ok({
    now: { replaced: replacing(borders, codes, [whole]) },
    before: { replaced: { remove: [code], add: drawn, borders: bordersOf(borders, codes) } },
    summary: { unit: code, name, parts: parts.length },
  })
}
