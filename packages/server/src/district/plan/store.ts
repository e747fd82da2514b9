/** Plans of districts as rows: small reference data, read and written whole. */
import type { Border } from '@mingce/domain/district'
import { LEVELS, type Level } from '@mingce/domain/election'
import { col, copyLine, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const PLAN_ROW = {
  id: col.integer,
  level: col.oneOf(...LEVELS),
  name: col.text,
  state: col.oneOf('draft', 'frozen', 'replaced'),
  seats: col.nullable(col.integer),
  basedOn: col.nullable(col.integer),
  method: col.oneOf('hand', 'proposed'),
  seed: col.nullable(col.integer),
  /** Neighbours or shapes were guessed from points (示意图). */
  sketch: col.boolean,
  populationSource: col.oneOf('file', 'register', 'none'),
  madeBy: col.text,
  madeAt: col.instant,
  frozenBy: col.nullable(col.text),
  frozenAt: col.nullable(col.instant),
  steps: col.integer,
}

export type PlanRow = RowOf<typeof PLAN_ROW>

export interface PlanDistrictRow {
  readonly number: number
  readonly name: string
  readonly seats: number
}

export interface PlanUnitRow {
  readonly code: string
  readonly name: string
  readonly population: number
  readonly district: number | null
  readonly existing: string | null
  readonly longitude: number | null
  readonly latitude: number | null
}

/** Units that take the place of others: parts of a community, or the community that they are of. */
export interface UnitsReplaced {
  readonly remove: readonly string[]
  readonly add: readonly (PlanUnitRow & { readonly shape?: unknown })[]
  /** Borders of the added units. */
  readonly borders: readonly Border[]
}

/** How what a step changed was before it. */
export interface StepBefore {
  readonly replaced?: UnitsReplaced
  readonly districts?: readonly PlanDistrictRow[]
  readonly units?: readonly (readonly [code: string, district: number | null])[]
  readonly seats?: number | null
  readonly method?: PlanRow['method']
  readonly seed?: number | null
}

const STEP_KINDS = ['move', 'district', 'add', 'remove', 'propose', 'divide', 'join'] as const
type StepKind = (typeof STEP_KINDS)[number]

export interface StepRow {
  readonly number: number
  readonly kind: StepKind
  readonly summary: Readonly<Record<string, unknown>>
  readonly by: string
  readonly at: Date
}

/** What a step writes, what was there before, and how the list of steps shows it. */
export interface StepWork {
  readonly now: StepBefore
  readonly before: StepBefore
  readonly summary: Record<string, unknown>
}

const COLUMNS = `p.id, p.level, p.name, p.state, p.seats, p.based_on AS "basedOn", p.method, p.seed, p.sketch,
  p.population_source AS "populationSource", p.made_by AS "madeBy", p.made_at AS "madeAt", p.frozen_by AS "frozenBy", p.frozen_at AS "frozenAt",
  (SELECT count(*) FROM district_plan_step s WHERE s.election_id = p.election_id AND s.plan_id = p.id) AS steps`

export const findPlans = (sql: Sql, electionId: string): Promise<PlanRow[]> =>
  sql.query(`SELECT ${COLUMNS} FROM district_plan p WHERE p.election_id = $1 ORDER BY p.id DESC`, [electionId], PLAN_ROW)

export const findPlan = async (sql: Sql, electionId: string, planId: number): Promise<PlanRow | undefined> =>
  (
    await sql.query(
      `SELECT ${COLUMNS} FROM district_plan p WHERE p.election_id = $1 AND p.id = $2`,
      [electionId, planId],
      PLAN_ROW,
    )
  )[0]

/** Holds an election's plans until the transaction ends: plans get their numbers and are changed one at a time. */
export const lockPlans = async (tx: Sql, electionId: string): Promise<void> => {
  await tx.query('SELECT id FROM election WHERE id = $1 FOR UPDATE', [electionId], { id: col.text })
}

export const nextPlanId = async (tx: Sql, electionId: string): Promise<number> => {
  const [row] = await tx.query(
    'SELECT coalesce(max(id), 0) + 1 AS next FROM district_plan WHERE election_id = $1',
    [electionId],
    { next: col.integer },
  )
  return row?.next ?? 1
}

export const findPlanDistricts = (sql: Sql, electionId: string, planId: number): Promise<PlanDistrictRow[]> =>
  sql.query(
    'SELECT number, name, seats FROM district_plan_district WHERE election_id = $1 AND plan_id = $2 ORDER BY number',
    [electionId, planId],
    { number: col.integer, name: col.text, seats: col.integer },
  )

const PLAN_UNITS = {
  code: col.text,
  name: col.text,
  population: col.integer,
  district: col.nullable(col.integer),
  existing: col.nullable(col.text),
  longitude: col.nullable(col.real),
  latitude: col.nullable(col.real),
}

export const findPlanUnits = (sql: Sql, electionId: string, planId: number): Promise<PlanUnitRow[]> =>
  sql.query(
    `SELECT code, name, population, district, existing, longitude, latitude FROM district_plan_unit
     WHERE election_id = $1 AND plan_id = $2 ORDER BY code`,
    [electionId, planId],
    PLAN_UNITS,
  )

export const findPlanShapes = (sql: Sql, electionId: string, planId: number): Promise<{ code: string; shape: unknown }[]> =>
  sql.query(
    'SELECT code, shape FROM district_plan_unit WHERE election_id = $1 AND plan_id = $2 AND shape IS NOT NULL ORDER BY code',
    [electionId, planId],
    { code: col.text, shape: col.json<unknown>() },
  )

export const findPlanBorders = async (sql: Sql, electionId: string, planId: number): Promise<Border[]> =>
  (
    await sql.query(
      'SELECT unit, neighbour FROM district_plan_border WHERE election_id = $1 AND plan_id = $2 ORDER BY unit, neighbour',
      [electionId, planId],
      { unit: col.text, neighbour: col.text },
    )
  ).map(({ unit, neighbour }): Border => [unit, neighbour])

export const insertPlan = async (
  tx: Sql,
  electionId: string,
  plan: Omit<PlanRow, 'steps' | 'state' | 'frozenBy' | 'frozenAt'>,
  content: {
    readonly districts: readonly PlanDistrictRow[]
    readonly units: readonly (PlanUnitRow & { readonly shape?: unknown })[]
    readonly borders: readonly Border[]
  },
): Promise<void> => {
  await tx.run(
    ...named(
      `INSERT INTO district_plan (election_id, id, level, name, state, seats, based_on, method, seed, sketch, population_source, made_by, made_at)
     VALUES (:electionId, :id, :level, :name, 'draft', :seats, :basedOn, :method, :seed, :sketch, :populationSource, :madeBy, :madeAt)`,
      {
        electionId,
        id: plan.id,
        level: plan.level,
        name: plan.name,
        seats: plan.seats,
        basedOn: plan.basedOn,
        method: plan.method,
        seed: plan.seed,
        sketch: plan.sketch,
        populationSource: plan.populationSource,
        madeBy: plan.madeBy,
        madeAt: plan.madeAt,
      },
    ),
  )
  await insertDistricts(tx, electionId, plan.id, content.districts)
  await insertUnits(tx, electionId, plan.id, content.units)
  await insertBorders(tx, electionId, plan.id, content.borders)
}

const insertUnits = (
  tx: Sql,
  electionId: string,
  planId: number,
  units: readonly (PlanUnitRow & { readonly shape?: unknown })[],
): Promise<number> =>
  tx.copyIn(
    'district_plan_unit',
    ['election_id', 'plan_id', 'code', 'name', 'population', 'district', 'existing', 'longitude', 'latitude', 'shape'],
    units.map(unit =>
      copyLine([
        electionId,
        planId,
        unit.code,
        unit.name,
        unit.population,
        unit.district,
        unit.existing,
        unit.longitude,
        unit.latitude,
        unit.shape === undefined || unit.shape === null ? null : JSON.stringify(unit.shape),
      ]),
    ),
  )

const insertBorders = (tx: Sql, electionId: string, planId: number, borders: readonly Border[]): Promise<number> => {
  const pairs = new Set(borders.flatMap(([a, b]) => (a === b ? [] : [a < b ? `${a}\n${b}` : `${b}\n${a}`])))
  return tx.copyIn(
    'district_plan_border',
    ['election_id', 'plan_id', 'unit', 'neighbour'],
    [...pairs].map(pair => copyLine([electionId, planId, ...pair.split('\n')])),
  )
}

/** Puts units with their borders in the place of others. */
const replaceUnits = async (tx: Sql, electionId: string, planId: number, replaced: UnitsReplaced): Promise<void> => {
  const values = [electionId, planId, [...replaced.remove]]
  await tx.run('DELETE FROM district_plan_unit WHERE election_id = $1 AND plan_id = $2 AND code = ANY($3::text[])', values)
  await tx.run(
    `DELETE FROM district_plan_border WHERE election_id = $1 AND plan_id = $2 AND (unit = ANY($3::text[]) OR neighbour = ANY($3::text[]))`,
    values,
  )
  await insertUnits(tx, electionId, planId, replaced.add)
  await insertBorders(tx, electionId, planId, replaced.borders)
}

const insertDistricts = (tx: Sql, electionId: string, planId: number, districts: readonly PlanDistrictRow[]): Promise<number> =>
  tx.copyIn(
    'district_plan_district',
    ['election_id', 'plan_id', 'number', 'name', 'seats'],
    districts.map(({ number, name, seats }) => copyLine([electionId, planId, number, name, seats])),
  )

/** Writes what a step, or its undoing, changes. */
export const writePlan = async (tx: Sql, electionId: string, planId: number, change: StepBefore): Promise<void> => {
  if (change.replaced) await replaceUnits(tx, electionId, planId, change.replaced)
  if (change.districts) {
    await tx.run('DELETE FROM district_plan_district WHERE election_id = $1 AND plan_id = $2', [electionId, planId])
    await insertDistricts(tx, electionId, planId, change.districts)
  }
  if (change.units && change.units.length > 0)
    await tx.run(
      `UPDATE district_plan_unit u SET district = m.district FROM unnest($3::text[], $4::smallint[]) AS m(code, district)
       WHERE u.election_id = $1 AND u.plan_id = $2 AND u.code = m.code`,
      [electionId, planId, change.units.map(([code]) => code), change.units.map(([, district]) => district)],
    )
  if (change.method)
    await tx.run('UPDATE district_plan SET method = $3, seed = $4, seats = $5 WHERE election_id = $1 AND id = $2', [
      electionId,
      planId,
      change.method,
      change.seed ?? null,
      change.seats ?? null,
    ])
}

export const insertStep = (
  tx: Sql,
  electionId: string,
  planId: number,
  step: Omit<StepRow, 'number'> & { readonly before: StepBefore },
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO district_plan_step (election_id, plan_id, number, kind, summary, before, by_user, at)
     SELECT :electionId, :planId, coalesce(max(number), 0) + 1, :kind, :summary, :undo, :by, :at FROM district_plan_step WHERE election_id = :electionId AND plan_id = :planId`,
      { electionId, planId, kind: step.kind, summary: step.summary, undo: { ...step.before }, by: step.by, at: step.at },
    ),
  )

const STEPS = {
  number: col.integer,
  kind: col.oneOf(...STEP_KINDS),
  summary: col.json<Readonly<Record<string, unknown>>>(),
  by: col.text,
  at: col.instant,
}

/** The newest steps first. */
export const findSteps = (sql: Sql, electionId: string, planId: number, limit: number): Promise<StepRow[]> =>
  sql.query(
    `SELECT number, kind, summary, by_user AS by, at FROM district_plan_step
     WHERE election_id = $1 AND plan_id = $2 ORDER BY number DESC LIMIT $3`,
    [electionId, planId, limit],
    STEPS,
  )

const POP_STEP = {
  number: col.integer,
  kind: col.oneOf(...STEP_KINDS),
  summary: col.json<Readonly<Record<string, unknown>>>(),
  by: col.text,
  at: col.instant,
  before: col.json<StepBefore>(),
}

/** Takes the last step out and returns how it was before; undefined where there is none. */
export const popStep = async (
  tx: Sql,
  electionId: string,
  planId: number,
): Promise<(StepRow & { before: StepBefore }) | undefined> =>
  (
    await tx.query(
      `DELETE FROM district_plan_step s WHERE s.election_id = $1 AND s.plan_id = $2 AND s.number =
         (SELECT max(number) FROM district_plan_step WHERE election_id = $1 AND plan_id = $2)
       RETURNING number, kind, summary, before, by_user AS by, at`,
      [electionId, planId],
      POP_STEP,
    )
  )[0]

/** What a community was before it was divided the last time, shape and all; undefined where no step of the plan divided it. */
export const findDividedUnit = async (
  sql: Sql,
  electionId: string,
  planId: number,
  code: string,
): Promise<UnitsReplaced['add'][number] | undefined> => {
  const [step] = await sql.query(
    `SELECT before FROM district_plan_step WHERE election_id = $1 AND plan_id = $2 AND kind = 'divide' AND summary ->> 'unit' = $3
     ORDER BY number DESC LIMIT 1`,
    [electionId, planId, code],
    { before: col.json<StepBefore>() },
  )
  return step?.before.replaced?.add[0]
}

/** Marks a plan as the legal one of its level, and the one before as replaced. */
export const markFrozen = async (
  tx: Sql,
  electionId: string,
  plan: { readonly id: number; readonly level: Level },
  by: string,
  at: Date,
  overrideReason: string | null,
): Promise<void> => {
  await tx.run(`UPDATE district_plan SET state = 'replaced' WHERE election_id = $1 AND level = $2 AND state = 'frozen'`, [
    electionId,
    plan.level,
  ])
  await tx.run(
    `UPDATE district_plan SET state = 'frozen', frozen_by = $3, frozen_at = $4, override_reason = $5 WHERE election_id = $1 AND id = $2`,
    [electionId, plan.id, by, at, overrideReason],
  )
  await tx.run(`UPDATE election SET districts = 'table' WHERE id = $1`, [electionId])
}
