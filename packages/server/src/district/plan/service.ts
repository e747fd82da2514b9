/**
 * Plans of electoral districts: proposed automatically; changed step by step, each step can be undone; compared. Where they come from is in
 * service.make.ts; what freezing one means for voters in service.legal.ts and in module registration.
 */
import {
  type Border,
  comparePlans,
  DISTRICT_SEATS,
  type PlanDifference,
  type PlanFigures,
  planFigures,
  proposeDistricts,
  unitGraph,
} from '@mingce/domain/district'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { type Election, electionAudit, findElectionById, getElection } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import type { PlanRefusal } from './errors.ts'
import { divideUnit, joinUnit } from './service.divide.ts'
import {
  findPlan,
  findPlanBorders,
  findPlanDistricts,
  findPlanShapes,
  findPlans,
  findPlanUnits,
  findSteps,
  insertStep,
  lockPlans,
  type PlanDistrictRow,
  type PlanRow,
  type PlanUnitRow,
  popStep,
  type StepRow,
  type StepWork,
  writePlan,
} from './store.ts'

type Answer<T> = Promise<Result<T, PlanRefusal>>

/** A plan with everything a page shows but its shapes. */
export interface Plan extends PlanRow {
  readonly units: readonly PlanUnitRow[]
  readonly figures: PlanFigures
  readonly lastSteps: readonly StepRow[]
  /** Something is known of who borders on whom. */
  readonly bordersKnown: boolean
}

export type PlanChange =
  | { readonly kind: 'move'; readonly units: readonly string[]; readonly district: number | null }
  | { readonly kind: 'district'; readonly number: number; readonly name: string; readonly seats: number }
  | { readonly kind: 'add'; readonly name: string; readonly seats: number }
  | { readonly kind: 'remove'; readonly number: number }
  /** A community into its parts, and its parts into it again. */
  | { readonly kind: 'divide' | 'join'; readonly unit: string }

const STEPS_SHOWN = 20

/** The election, for someone who may change plans of the whole of it. */
export const electionToPlan = async (ctx: Context, electionId: string): Promise<Result<Election, PlanRefusal>> => {
  const election = await getElection(ctx, electionId, 'set-up')
  if (!election.ok) return election
  const allowed = authorise(ctx.actor, 'set-up', election.value.areaCode)
  return allowed.ok ? election : allowed
}

const planWith = async (sql: Sql, electionId: string, row: PlanRow): Promise<Plan> => {
  const limit = (await findElectionById(sql, electionId))?.rules.values.deviationWarning.value
  const [units, districts, borders, lastSteps] = [
    await findPlanUnits(sql, electionId, row.id),
    await findPlanDistricts(sql, electionId, row.id),
    await findPlanBorders(sql, electionId, row.id),
    await findSteps(sql, electionId, row.id, STEPS_SHOWN),
  ]
  const figures = planFigures(units, borders, districts, row.seats, limit)
  return { ...row, units, figures, lastSteps, bordersKnown: borders.length > 0 }
}

/** A plan as it stands; fails with `plan.unknown`. */
export const loadPlan = async (sql: Sql, electionId: string, planId: number): Promise<Result<Plan, PlanRefusal>> => {
  const row = await findPlan(sql, electionId, planId)
  return row ? ok(await planWith(sql, electionId, row)) : fail({ code: 'plan.unknown' })
}

export const findElectionPlans = async (ctx: Context, electionId: string): Answer<Plan[]> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const plans: Plan[] = []
  for (const row of await findPlans(ctx.database, electionId)) plans.push(await planWith(ctx.database, electionId, row))
  return ok(plans)
}

export const getPlan = async (ctx: Context, electionId: string, planId: number): Answer<Plan> => {
  const election = await getElection(ctx, electionId)
  return election.ok ? loadPlan(ctx.database, electionId, planId) : election
}

/** Shapes of a plan's units that have one, as GeoJSON geometries by code. */
export const getPlanShapes = async (
  ctx: Context,
  electionId: string,
  planId: number,
): Answer<{ code: string; shape: unknown }[]> => {
  const plan = await getPlan(ctx, electionId, planId)
  return plan.ok ? ok(await findPlanShapes(ctx.database, electionId, planId)) : plan
}

/** The audit row of something done to a plan. */
export const planAudit = (
  election: Election,
  action: AuditEntry['action'],
  planId: number,
  details: Record<string, unknown>,
): AuditEntry => electionAudit(election, action, { plan: planId, ...details })

/** The plan, held until the transaction ends, if it is still a draft. */
const lockDraft = async (tx: Sql, electionId: string, planId: number): Answer<Plan> => {
  await lockPlans(tx, electionId)
  const plan = await loadPlan(tx, electionId, planId)
  return plan.ok && plan.value.state !== 'draft' ? fail({ code: 'plan.not-draft' }) : plan
}

/** One step on a draft: what `work` computes is written together with what was there before and the audit row. */
const step = async (
  ctx: Context,
  electionId: string,
  planId: number,
  kind: StepRow['kind'],
  work: (plan: Plan, tx: Sql) => Promise<Result<StepWork, PlanRefusal>>,
): Answer<Plan> => {
  const election = await electionToPlan(ctx, electionId)
  if (!election.ok) return election
  const written = await write(ctx, { action: `district-plan.${kind}` }, async (tx, at): Answer<Written<true>> => {
    const plan = await lockDraft(tx, electionId, planId)
    if (!plan.ok) return plan
    const done = await work(plan.value, tx)
    if (!done.ok) return done
    const { now, before, summary } = done.value
    await writePlan(tx, electionId, planId, now)
    await insertStep(tx, electionId, planId, { kind, summary, before, by: ctx.actor.name, at })
    const audit = planAudit(election.value, 'district-plan.changed', planId, { step: kind, ...summary })
    return ok({ answer: true, audit })
  })
  return written.ok ? loadPlan(ctx.database, electionId, planId) : written
}

const rowsOf = (plan: Plan): PlanDistrictRow[] =>
  plan.figures.districts.map(({ number, name, seats }) => ({ number, name, seats }))

type Change<Kind extends 'move' | 'district' | 'add' | 'remove'> = Extract<PlanChange, { readonly kind: Kind }>

const moveUnits = (plan: Plan, { units, district }: Change<'move'>): Result<StepWork, PlanRefusal> => {
  const known = new Map(plan.units.map(unit => [unit.code, unit]))
  const target = rowsOf(plan).find(one => one.number === district)
  if (units.some(code => !known.has(code))) return fail({ code: 'plan.unit' })
  if (district !== null && !target) return fail({ code: 'plan.district' })
  return ok({
    now: { units: units.map(code => [code, district] as const) },
    before: { units: units.map(code => [code, known.get(code)?.district ?? null] as const) },
    summary: {
      units: units.slice(0, 3).map(code => known.get(code)?.name ?? code),
      count: units.length,
      to: target?.name ?? null,
    },
  })
}

const addDistrict = (plan: Plan, { name, seats }: Change<'add'>): Result<StepWork, PlanRefusal> => {
  const districts = rowsOf(plan)
  const number = Math.max(0, ...districts.map(one => one.number)) + 1
  return ok({ now: { districts: [...districts, { number, name, seats }] }, before: { districts }, summary: { name, seats } })
}

const changeDistrict = (plan: Plan, { number, name, seats }: Change<'district'>): Result<StepWork, PlanRefusal> => {
  const districts = rowsOf(plan)
  if (!districts.some(one => one.number === number)) return fail({ code: 'plan.district' })
  const now = districts.map(one => (one.number === number ? { number, name, seats } : one))
  return ok({ now: { districts: now }, before: { districts }, summary: { name, seats } })
}

const removeDistrict = (plan: Plan, { number }: Change<'remove'>): Result<StepWork, PlanRefusal> => {
  const districts = rowsOf(plan)
  const old = districts.find(one => one.number === number)
  if (!old) return fail({ code: 'plan.district' })
  const own = plan.units.filter(unit => unit.district === number)
  return ok({
    now: { districts: districts.filter(one => one !== old), units: own.map(({ code }) => [code, null] as const) },
    before: { districts, units: own.map(({ code }) => [code, number] as const) },
    summary: { name: old.name },
  })
}

/** Moves units, renames a district or sets its deputies, adds or takes out a district, divides a community or joins it. */
export const changePlan = (ctx: Context, electionId: string, planId: number, change: PlanChange): Answer<Plan> =>
  step(ctx, electionId, planId, change.kind, async (plan, tx) => {
    switch (change.kind) {
      case 'move':
        return moveUnits(plan, change)
      case 'add':
        return addDistrict(plan, change)
      case 'district':
        return changeDistrict(plan, change)
      case 'remove':
        return removeDistrict(plan, change)
      case 'divide':
        return divideUnit(tx, electionId, plan, change.unit)
      case 'join':
        return joinUnit(tx, electionId, plan, change.unit)
    }
  })

/** Units of one street neighbour each other, and streets in the order of their codes: all that is known without a map. */
const guessedBorders = (units: readonly PlanUnitRow[]): Border[] => {
  const borders: Border[] = []
  for (const [index, unit] of units.entries())
    for (const other of units.slice(index + 1, index + 40)) {
      if (other.code.slice(0, 9) !== unit.code.slice(0, 9)) {
        borders.push([unit.code, other.code])
        break
      }
      borders.push([unit.code, other.code])
    }
  return borders
}

const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
/** 1 → 第一选区, 12 → 第十二选区, up to 999. */
const ordinal = (number: number): string => {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10]
  const high = hundreds > 0 ? `${DIGITS[hundreds]}百` : ''
  const middle = tens > 0 ? `${tens > 1 || hundreds > 0 ? DIGITS[tens] : ''}十` : hundreds > 0 && ones > 0 ? '零' : ''
  return `第${high}${middle}${ones > 0 ? DIGITS[ones] : ''}选区`
}

export interface PlanProposal {
  readonly seats: number
  readonly seed: number
  readonly districts?: number | undefined
  readonly keepExisting?: boolean | undefined
}

/** Draws all districts of a draft anew by `proposeDistricts`: about a second for two thousand units. The same seed gives the same plan. */
export const proposePlan = (ctx: Context, electionId: string, planId: number, input: PlanProposal): Answer<Plan> =>
  step(ctx, electionId, planId, 'propose', async (plan, tx) => {
    const known = await findPlanBorders(tx, electionId, planId)
    const units = plan.units.map(({ code, name, population, existing, longitude, latitude }) => ({
      code,
      name,
      population,
      ...(existing === null ? {} : { existing }),
      ...(longitude === null || latitude === null ? {} : { at: [longitude, latitude] as const }),
    }))
    const graph = unitGraph(units, plan.bordersKnown ? known : guessedBorders(plan.units))
    if (!graph.ok) return fail({ code: 'plan.proposal', text: graph.error.text })
    const proposed = proposeDistricts(graph.value, input)
    if (!proposed.ok) return fail({ code: 'plan.proposal', text: proposed.error.text })
    const tooMany = proposed.value.districts.find(one => one.seats > DISTRICT_SEATS.most)
    if (tooMany)
      return fail({ code: 'plan.proposal', ...(proposed.value.warnings[0] ? { text: proposed.value.warnings[0] } : {}) })
    const home = new Map(proposed.value.districts.flatMap((one, index) => one.units.map(code => [code, index + 1])))
    return ok({
      now: {
        districts: proposed.value.districts.map((one, index) => ({
          number: index + 1,
          name: ordinal(index + 1),
          seats: one.seats,
        })),
        units: plan.units.map(({ code }) => [code, home.get(code) ?? null] as const),
        method: 'proposed',
        seed: input.seed,
        seats: input.seats,
      },
      before: {
        districts: rowsOf(plan),
        units: plan.units.map(({ code, district }) => [code, district] as const),
        method: plan.method,
        seed: plan.seed,
        seats: plan.seats,
      },
      summary: { seats: input.seats, seed: input.seed, districts: proposed.value.districts.length },
    })
  })

/** Takes the last step of a draft back. */
export const undoPlanStep = async (ctx: Context, electionId: string, planId: number): Answer<Plan> => {
  const election = await electionToPlan(ctx, electionId)
  if (!election.ok) return election
  const written = await write(ctx, { action: 'district-plan.undo' }, async (tx): Answer<Written<true>> => {
    const plan = await lockDraft(tx, electionId, planId)
    if (!plan.ok) return plan
    const popped = await popStep(tx, electionId, planId)
    if (!popped) return fail({ code: 'plan.nothing-to-undo' })
    await writePlan(tx, electionId, planId, popped.before)
    return ok({ answer: true, audit: planAudit(election.value, 'district-plan.undone', planId, { step: popped.kind }) })
  })
  return written.ok ? loadPlan(ctx.database, electionId, planId) : written
}

/** Two plans of one election side by side: the units that they put differently. */
export const comparePlansOf = async (
  ctx: Context,
  electionId: string,
  from: number,
  to: number,
): Answer<{ from: Plan; to: Plan; differences: readonly PlanDifference[] }> => {
  const [one, other] = [await getPlan(ctx, electionId, from), await getPlan(ctx, electionId, to)]
  if (!one.ok) return one
  if (!other.ok) return other
  return ok({ from: one.value, to: other.value, differences: comparePlans(one.value.units, other.value.units) })
}
