/** Registrations that wait for a register's answer, as rows: queued with the registration, gone when it is answered. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const PENDING_QUESTION = {
  electionId: col.text,
  personKey: col.uuid,
  /** Under which name the person is asked for. */
  name: col.text,
  countyCode: col.text,
  registrationId: col.integer,
}

/** A registration that is pending because no register answered in time. */
export type PendingQuestion = RowOf<typeof PENDING_QUESTION>

const TAKEN_QUESTION = {
  /** How often it was asked again in vain. */
  attempts: col.integer,
  electionId: col.text,
  personKey: col.uuid,
  /** Under which name the person is asked for. */
  name: col.text,
  countyCode: col.text,
  registrationId: col.integer,
}

/** A question taken to be asked again. */
export type TakenQuestion = RowOf<typeof TAKEN_QUESTION>

/** Queues a question in the transaction of its registration. The same registration again (a retry, another name) starts over. */
export const insertQuestion = (tx: Sql, question: PendingQuestion, queuedAt: Date, nextAt: Date): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO register_question (person_key, election_id, county_code, registration_id, name, queued_at, next_at)
     VALUES (:personKey, :electionId, :countyCode, :registrationId, :name, :queuedAt, :nextAt)
     ON CONFLICT (person_key, election_id, county_code, registration_id) DO UPDATE
       SET name = excluded.name, attempts = 0, next_at = excluded.next_at`,
      {
        personKey: question.personKey,
        electionId: question.electionId,
        countyCode: question.countyCode,
        registrationId: question.registrationId,
        name: question.name,
        queuedAt,
        nextAt,
      },
    ),
  )

/** Is there a question whose time has come? */
export const isQuestionDue = async (sql: Sql, now: Date): Promise<boolean> =>
  (await sql.query('SELECT 1 AS one FROM register_question WHERE next_at <= $1 LIMIT 1', [now], { one: col.integer })).length > 0

/**
 * Takes up to `limit` due questions of one election, oldest first, and keeps them from other workers until `until`: whoever takes them and
 * dies gives them back by that.
 */
export const takeDueQuestions = (tx: Sql, now: Date, until: Date, limit: number): Promise<TakenQuestion[]> =>
  tx.query(
    `WITH due AS (
       SELECT person_key, election_id, county_code, registration_id FROM register_question
       WHERE next_at <= $1 AND election_id = (SELECT election_id FROM register_question WHERE next_at <= $1 ORDER BY next_at LIMIT 1)
       ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED
     )
     UPDATE register_question q SET next_at = $2 FROM due
     WHERE (q.person_key, q.election_id, q.county_code, q.registration_id) = (due.person_key, due.election_id, due.county_code, due.registration_id)
     RETURNING q.election_id AS "electionId", q.person_key AS "personKey", q.name, q.county_code AS "countyCode",
       q.registration_id AS "registrationId", q.attempts`,
    [now, until, limit],
    TAKEN_QUESTION,
  )

const keysOf = (questions: readonly PendingQuestion[]) => [
  questions.map(q => q.personKey),
  questions.map(q => q.electionId),
  questions.map(q => q.countyCode),
  questions.map(q => q.registrationId),
]
const SAME = `(q.person_key, q.election_id, q.county_code, q.registration_id) = (a.person_key, a.election_id, a.county_code, a.registration_id)`

/**
 * Questions that were answered: they wait no more. Returns those that still waited under the name that was asked, so that of two workers
 * only one goes on with a registration.
 */
export const removeQuestions = (tx: Sql, questions: readonly PendingQuestion[]): Promise<PendingQuestion[]> =>
  tx.query(
    `DELETE FROM register_question q
     USING unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[]) AS a(person_key, election_id, county_code, registration_id, name)
     WHERE ${SAME} AND q.name = a.name
     RETURNING q.election_id AS "electionId", q.person_key AS "personKey", q.name, q.county_code AS "countyCode",
       q.registration_id AS "registrationId"`,
    [...keysOf(questions), questions.map(q => q.name)],
    PENDING_QUESTION,
  )

/** Questions asked in vain: each is asked again at its own time. */
export const postponeQuestions = (
  tx: Sql,
  questions: readonly (PendingQuestion & { readonly nextAt: Date })[],
): Promise<number> =>
  tx.run(
    `UPDATE register_question q SET attempts = q.attempts + 1, next_at = a.next_at
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[]) AS a(person_key, election_id, county_code, registration_id, next_at)
     WHERE ${SAME}`,
    [...keysOf(questions), questions.map(q => q.nextAt)],
  )

/** A register answers again: whoever waits in its area is asked for now. */
export const hastenQuestions = (sql: Sql, areaCode: string, now: Date): Promise<number> =>
  sql.run(
    `UPDATE register_question q SET next_at = $2 FROM election e
     WHERE e.id = q.election_id AND starts_with(e.area_code, $1) AND q.next_at > $2`,
    [areaCode, now],
  )
