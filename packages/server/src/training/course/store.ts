/** Runs of the practice course as rows, and what the roll has of their people. */
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { col, jsonOf, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import type { GradedItem } from './grade.ts'
import type { Plan } from './plan.ts'

/** By number of the call. */
export type Answers = Readonly<Record<string, { readonly community: string | null }>>

const RUN = {
  id: col.uuid,
  electionId: col.text,
  officerId: col.text,
  nth: col.integer,
  startedAt: col.instant,
  endedAt: col.nullable(col.instant),
  plan: col.json<Plan>(),
  answers: col.json<Answers>(),
  result: col.nullable(col.json<readonly GradedItem[]>()),
}
export type Run = RowOf<typeof RUN>

const RUN_COLUMNS = `id, election_id AS "electionId", officer_id AS "officerId", nth, started_at AS "startedAt", ended_at AS "endedAt", plan,
  answers, result`

/** An officer's runs in an election, the latest first. */
export const findRuns = (sql: Sql, electionId: string, officerId: string, most: number): Promise<Run[]> =>
  sql.query(
    `SELECT ${RUN_COLUMNS} FROM practice_run WHERE election_id = $1 AND officer_id = $2 ORDER BY nth DESC LIMIT $3`,
    [electionId, officerId, most],
    RUN,
  )

/** An officer's own run, held until the transaction ends. */
export const lockRun = async (tx: Sql, electionId: string, officerId: string, id: string): Promise<Run | undefined> =>
  (
    await tx.query(
      `SELECT ${RUN_COLUMNS} FROM practice_run WHERE id = $1 AND election_id = $2 AND officer_id = $3 FOR UPDATE`,
      [id, electionId, officerId],
      RUN,
    )
  )[0]

/** Holds the election's runs, so that two that begin at once get two numbers and other people. */
export const lockRuns = async (tx: Sql, electionId: string): Promise<void> => {
  await tx.query('SELECT id FROM election WHERE id = $1 FOR UPDATE', [electionId], { id: col.text })
}

/** Runs of anybody in an election that have not ended. */
export const findOpenRuns = (sql: Sql, electionId: string): Promise<Run[]> =>
  sql.query(`SELECT ${RUN_COLUMNS} FROM practice_run WHERE election_id = $1 AND ended_at IS NULL ORDER BY nth`, [electionId], RUN)

export const findLastNumber = async (sql: Sql, electionId: string): Promise<number> =>
  (
    await sql.query('SELECT coalesce(max(nth), 0) AS last FROM practice_run WHERE election_id = $1', [electionId], {
      last: col.integer,
    })
  )[0]?.last ?? 0

export const insertRun = (
  tx: Sql,
  run: Pick<Run, 'id' | 'electionId' | 'officerId' | 'nth' | 'startedAt' | 'plan'>,
): Promise<number> =>
  tx.run(`INSERT INTO practice_run (id, election_id, officer_id, nth, started_at, plan) VALUES ($1, $2, $3, $4, $5, $6::jsonb)`, [
    run.id,
    run.electionId,
    run.officerId,
    run.nth,
    run.startedAt,
    jsonOf(run.plan),
  ])

export const setAnswers = (tx: Sql, id: string, answers: Answers): Promise<number> =>
  tx.run('UPDATE practice_run SET answers = $2::jsonb WHERE id = $1', [id, jsonOf(answers)])

export const endRun = (tx: Sql, id: string, at: Date, result: readonly GradedItem[]): Promise<number> =>
  tx.run('UPDATE practice_run SET ended_at = $2, result = $3::jsonb WHERE id = $1', [id, at, jsonOf(result)])

/** Whether the database has an election that is not for practice. */
export const hasRealElection = async (sql: Sql): Promise<boolean> =>
  (await sql.query('SELECT 1 AS one FROM election WHERE NOT training LIMIT 1', [], { one: col.integer })).length > 0

const REGISTERED = {
  personKey: col.uuid,
  countyCode: col.text,
  registrationId: col.integer,
  status: col.oneOf(...REGISTRATION_STATUSES),
  community: col.nullable(col.text),
  createdAt: col.instant,
}
export type Registered = RowOf<typeof REGISTERED>

/** Registrations of people in an election, the oldest first. */
export const findRegistrations = (sql: Sql, electionId: string, personKeys: readonly string[]): Promise<Registered[]> =>
  sql.query(
    `SELECT person_key AS "personKey", county_code AS "countyCode", id AS "registrationId", status, community_code AS community,
       created_at AS "createdAt"
     FROM registration WHERE election_id = $1 AND person_key = ANY($2::uuid[]) ORDER BY id`,
    [electionId, personKeys],
    REGISTERED,
  )

/** Whether a roster of this name was imported since then. */
export const wasImported = async (sql: Sql, electionId: string, fileName: string, since: Date): Promise<boolean> =>
  (
    await sql.query(
      `SELECT 1 AS one FROM import WHERE election_id = $1 AND kind = 'registrations' AND file_name = $2 AND state = 'done'
         AND started_at >= $3 LIMIT 1`,
      [electionId, fileName, since],
      { one: col.integer },
    )
  ).length > 0

/** The first version of the list published since then. */
export const findVersionSince = async (sql: Sql, electionId: string, since: Date): Promise<number | null> =>
  (
    await sql.query(
      'SELECT version FROM roll_version WHERE election_id = $1 AND published_at >= $2 ORDER BY version LIMIT 1',
      [electionId, since],
      { version: col.integer },
    )
  )[0]?.version ?? null

/** Which of these registrations that version or a later one has as voters. */
export const findListed = async (
  sql: Sql,
  { electionId, countyCode, version }: { readonly electionId: string; readonly countyCode: string; readonly version: number },
  registrationIds: readonly number[],
): Promise<ReadonlySet<number>> => {
  const rows = await sql.query(
    ...named(
      `SELECT DISTINCT registration_id AS id FROM roll_entry WHERE county_code = :countyCode AND election_id = :electionId AND version >= :version
         AND change <> 'removed' AND registration_id = ANY(:registrationIds::bigint[])`,
      { countyCode, electionId, version, registrationIds },
    ),
    { id: col.integer },
  )
  return new Set(rows.map(({ id }) => id))
}
