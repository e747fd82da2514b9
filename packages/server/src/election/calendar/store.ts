/** What the timetable keeps as rows: an election's days, steps that were recorded, and overrides. */
import { STEPS, type StepName } from '@mingce/domain/election'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const ELECTION_DAYS = {
  day: col.day,
  /** Null: one polling day. */
  lastDay: col.nullable(col.day),
  byElection: col.boolean,
}

export type ElectionDays = RowOf<typeof ELECTION_DAYS>

/** The election's days; with `lock` they stay as they are until the transaction ends. */
export const getDays = async (sql: Sql, electionId: string, lock = false): Promise<ElectionDays> => {
  const [days] = await sql.query(
    `SELECT polling_day AS day, last_day AS "lastDay", by_election AS "byElection" FROM election WHERE id = $1${lock ? ' FOR UPDATE' : ''}`,
    [electionId],
    ELECTION_DAYS,
  )
  if (!days) throw new Error(`election ${electionId} is gone`)
  return days
}

export const setDays = (sql: Sql, electionId: string, day: string, lastDay: string | null): Promise<number> =>
  sql.run('UPDATE election SET polling_day = $2, last_day = $3 WHERE id = $1', [electionId, day, lastDay])

export interface RecordedStep {
  readonly step: StepName
  readonly doneOn: string
  readonly by: string
  readonly role: string
  readonly at: Date
  readonly reason: string | null
}

const RECORDED_STEPS = {
  step: col.oneOf(...STEPS),
  doneOn: col.day,
  by: col.text,
  role: col.text,
  at: col.instant,
  reason: col.nullable(col.text),
}

export const findRecordedSteps = (sql: Sql, electionId: string): Promise<RecordedStep[]> =>
  sql.query(
    `SELECT step, done_on AS "doneOn", recorded_by AS by, role, at, reason FROM step_done WHERE election_id = $1 ORDER BY at, step`,
    [electionId],
    RECORDED_STEPS,
  )

export const insertStep = (sql: Sql, electionId: string, step: RecordedStep): Promise<number> =>
  sql.run(
    ...named(
      `INSERT INTO step_done (election_id, step, done_on, recorded_by, role, at, reason) VALUES (:electionId, :step, :doneOn, :by, :role, :at, :reason)`,
      { electionId, step: step.step, doneOn: step.doneOn, by: step.by, role: step.role, at: step.at, reason: step.reason },
    ),
  )

export const deleteStep = (sql: Sql, electionId: string, step: StepName): Promise<number> =>
  sql.run('DELETE FROM step_done WHERE election_id = $1 AND step = $2', [electionId, step])

export interface StepOverride {
  readonly step: StepName
  /** What stood against it. */
  readonly code: string
  readonly article: string
  readonly reason: string
  readonly by: string
  readonly role: string
  readonly at: Date
}

const OVERRIDES = {
  step: col.oneOf(...STEPS),
  code: col.text,
  article: col.text,
  reason: col.text,
  by: col.text,
  role: col.text,
  at: col.instant,
}

export const findOverrides = (sql: Sql, electionId: string): Promise<StepOverride[]> =>
  sql.query(
    `SELECT step, code, article, reason, recorded_by AS by, role, at FROM step_override WHERE election_id = $1 ORDER BY id`,
    [electionId],
    OVERRIDES,
  )

export const insertOverride = (sql: Sql, electionId: string, one: StepOverride): Promise<number> =>
  sql.run(
    ...named(
      `INSERT INTO step_override (election_id, step, code, article, reason, recorded_by, role, at) VALUES (:electionId, :step, :code, :article, :reason, :by, :role, :at)`,
      {
        electionId,
        step: one.step,
        code: one.code,
        article: one.article,
        reason: one.reason,
        by: one.by,
        role: one.role,
        at: one.at,
      },
    ),
  )
