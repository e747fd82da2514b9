import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

/** How far an acceptance is (domain `Acceptance`). */
const ACCEPTANCE_STATES = ['review', 'held', 'final', 'returned', 'giving-back', 'given-back'] as const
/** States in which a certificate is not taken here: it can be taken again. */
const OVER = `('returned', 'given-back')`

const ACCEPTANCE_ROW = {
  countyCode: col.text,
  id: col.uuid,
  electionId: col.text,
  round: col.text,
  personKey: col.uuid,
  registrationId: col.integer,
  certificateId: col.uuid,
  issuer: col.text,
  fromCode: col.text,
  fromName: col.text,
  name: col.text,
  areaCode: col.text,
  areaName: col.nullable(col.text),
  state: col.oneOf(...ACCEPTANCE_STATES),
  reason: col.nullable(col.oneOf('unknown', 'used', 'revoked', 'expired', 'polling', 'refused')),
  takenOn: col.day,
  takenAt: col.instant,
  takenBy: col.text,
  leftCounty: col.nullable(col.text),
  leftId: col.nullable(col.integer),
  /** The certificate as it was shown, until the round is purged. */
  presented: col.nullable(col.text),
}

export type AcceptanceRow = RowOf<typeof ACCEPTANCE_ROW>

const COLUMNS = `t.county_code AS "countyCode", t.id, t.election_id AS "electionId", t.round, t.person_key AS "personKey",
  t.registration_id AS "registrationId", t.certificate_id AS "certificateId", t.issuer, t.from_code AS "fromCode", t.from_name AS "fromName", t.name,
  t.area_code AS "areaCode", (SELECT a.name FROM area a WHERE a.code = t.area_code) AS "areaName", t.state, t.reason, t.taken_on AS "takenOn",
  t.taken_at AS "takenAt", t.taken_by AS "takenBy", t.left_county AS "leftCounty", t.left_registration_id AS "leftId",
  t.presented`

export const insertAcceptance = (tx: Sql, row: Omit<AcceptanceRow, 'areaName' | 'reason'>): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO certificate_acceptance (county_code, id, election_id, round, person_key, registration_id, certificate_id, issuer, from_code,
       from_name, name, area_code, state, taken_on, taken_at, taken_by, left_county, left_registration_id, presented)
     VALUES (:countyCode, :id, :electionId, :round, :personKey, :registrationId, :certificateId, :issuer, :fromCode, :fromName, :name, :areaCode, :state, :takenOn, :takenAt, :takenBy, :leftCounty, :leftId, :presented)`,
      {
        countyCode: row.countyCode,
        id: row.id,
        electionId: row.electionId,
        round: row.round,
        personKey: row.personKey,
        registrationId: row.registrationId,
        certificateId: row.certificateId,
        issuer: row.issuer,
        fromCode: row.fromCode,
        fromName: row.fromName,
        name: row.name,
        areaCode: row.areaCode,
        state: row.state,
        takenOn: row.takenOn,
        takenAt: row.takenAt,
        takenBy: row.takenBy,
        leftCounty: row.leftCounty,
        leftId: row.leftId,
        presented: row.presented,
      },
    ),
  )

/** Who took a certificate here and did not give it back. */
export const findTaken = async (sql: Sql, certificateId: string): Promise<AcceptanceRow | undefined> =>
  (
    await sql.query(
      `SELECT ${COLUMNS} FROM certificate_acceptance t WHERE t.certificate_id = $1 AND t.state NOT IN ${OVER}`,
      [certificateId],
      ACCEPTANCE_ROW,
    )
  )[0]

export const lockAcceptance = async (tx: Sql, id: string): Promise<AcceptanceRow | undefined> => {
  const [found] = await tx.query('SELECT person_key AS "personKey" FROM certificate_acceptance WHERE id = $1', [id], {
    personKey: col.uuid,
  })
  if (!found) return undefined
  const key = [found.personKey, id]
  await tx.query('SELECT id FROM certificate_acceptance WHERE person_key = $1 AND id = $2 FOR UPDATE', key, { id: col.uuid })
  return (
    await tx.query(`SELECT ${COLUMNS} FROM certificate_acceptance t WHERE t.person_key = $1 AND t.id = $2`, key, ACCEPTANCE_ROW)
  )[0]
}

export const writeAcceptance = (
  tx: Sql,
  row: Pick<AcceptanceRow, 'personKey' | 'id'>,
  state: AcceptanceRow['state'],
  reason: string | null,
): Promise<number> =>
  tx.run('UPDATE certificate_acceptance SET state = $3, reason = $4 WHERE person_key = $1 AND id = $2', [
    row.personKey,
    row.id,
    state,
    reason,
  ])

/** The registration that a voter left for their acceptance, and gets back when it is refused. */
export const writeLeft = (
  tx: Sql,
  row: Pick<AcceptanceRow, 'personKey' | 'id'>,
  left: { readonly countyCode: string; readonly registrationId: number } | null,
): Promise<number> =>
  tx.run('UPDATE certificate_acceptance SET left_county = $3, left_registration_id = $4 WHERE person_key = $1 AND id = $2', [
    row.personKey,
    row.id,
    left?.countyCode ?? null,
    left?.registrationId ?? null,
  ])

/** The acceptances that these registrations were made with, latest first; locked where one is to be decided. */
export const findAcceptancesOf = (
  sql: Sql,
  registrations: readonly { readonly personKey: string; readonly countyCode: string; readonly registrationId: number }[],
): Promise<AcceptanceRow[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM certificate_acceptance t
     JOIN unnest($1::uuid[], $2::text[], $3::bigint[]) AS k(person, county, id)
       ON t.person_key = k.person AND t.county_code = k.county AND t.registration_id = k.id
     ORDER BY t.taken_at DESC, t.id`,
    [registrations.map(r => r.personKey), registrations.map(r => r.countyCode), registrations.map(r => r.registrationId)],
    ACCEPTANCE_ROW,
  )

/** Arrivals from other installations of which nothing is open any more, though an officer has not decided: the register says otherwise now. */
export const findCleared = (sql: Sql, self: string): Promise<{ id: string }[]> =>
  sql.query(
    `SELECT t.id FROM certificate_acceptance t
     JOIN registration r ON r.person_key = t.person_key AND r.county_code = t.county_code AND r.id = t.registration_id
     WHERE t.state = 'review' AND t.issuer <> $1 AND r.bound = 'arriving' AND NOT EXISTS (SELECT FROM finding f
       WHERE f.person_key = r.person_key AND f.county_code = r.county_code AND f.registration_id = r.id AND f.state = 'open')
     ORDER BY t.id LIMIT 500`,
    [self],
    { id: col.uuid },
  )

/** How a voter of a round last arrived from another installation, where that is final. */
export const findLastArrival = async (
  sql: Sql,
  personKey: string,
  round: string,
  self: string,
): Promise<AcceptanceRow | undefined> =>
  (
    await sql.query(
      `SELECT ${COLUMNS} FROM certificate_acceptance t WHERE t.person_key = $1 AND t.round = $2 AND t.issuer <> $3 AND t.state = 'final'
       ORDER BY t.taken_at DESC, t.id LIMIT 1`,
      [personKey, round, self],
      ACCEPTANCE_ROW,
    )
  )[0]

export const findAcceptances = (
  sql: Sql,
  electionId: string,
  area: string,
  state: AcceptanceRow['state'] | null,
  offset: number,
  limit: number,
): Promise<AcceptanceRow[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM certificate_acceptance t WHERE t.election_id = $1 AND starts_with(t.area_code, $2)
       AND ($3::text IS NULL OR t.state = $3) ORDER BY t.taken_at DESC, t.id OFFSET $4 LIMIT $5`,
    [electionId, area, state, offset, limit],
    ACCEPTANCE_ROW,
  )

export const findAcceptancesOfPerson = (sql: Sql, personKey: string): Promise<AcceptanceRow[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM certificate_acceptance t WHERE t.person_key = $1 ORDER BY t.taken_at DESC, t.id`,
    [personKey],
    ACCEPTANCE_ROW,
  )

export const countAcceptances = async (
  sql: Sql,
  electionId: string,
  area: string,
): Promise<Partial<Record<AcceptanceRow['state'], number>>> =>
  Object.fromEntries(
    (
      await sql.query(
        'SELECT state, count(*) AS n FROM certificate_acceptance WHERE election_id = $1 AND starts_with(area_code, $2) GROUP BY state',
        [electionId, area],
        { state: col.oneOf(...ACCEPTANCE_STATES), n: col.integer },
      )
    ).map(({ state, n }) => [state, n]),
  )

// ── messages on their way ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const WAITING_MESSAGE = {
  id: col.uuid,
  partnerId: col.text,
  /** JSON of the message. */
  body: col.text,
  attempts: col.integer,
}

export type WaitingMessage = RowOf<typeof WAITING_MESSAGE>

export const insertMessage = (tx: Sql, message: Omit<WaitingMessage, 'attempts'>, at: Date): Promise<number> =>
  tx.run('INSERT INTO exchange_message (id, partner_id, body, created_at, next_at) VALUES ($1, $2, $3, $4, $4)', [
    message.id,
    message.partnerId,
    message.body,
    at,
  ])

/** Queues a message unless one of that id is queued already. */
export const insertMessageOnce = (tx: Sql, message: Omit<WaitingMessage, 'attempts'>, at: Date): Promise<number> =>
  tx.run(
    'INSERT INTO exchange_message (id, partner_id, body, created_at, next_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT (id) DO NOTHING',
    [message.id, message.partnerId, message.body, at],
  )

/** Takes due messages for a while: should this process die they are due again. */
export const takeDue = (tx: Sql, now: Date, until: Date, limit: number): Promise<WaitingMessage[]> =>
  tx.query(
    `UPDATE exchange_message SET next_at = $2, attempts = attempts + 1
     WHERE id IN (SELECT id FROM exchange_message WHERE answered_at IS NULL AND next_at <= $1 ORDER BY next_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING id, partner_id AS "partnerId", body, attempts`,
    [now, until, limit],
    WAITING_MESSAGE,
  )

export const postponeMessage = (sql: Sql, id: string, next: Date, trouble: string): Promise<number> =>
  sql.run('UPDATE exchange_message SET next_at = $2, trouble = $3 WHERE id = $1 AND answered_at IS NULL', [id, next, trouble])

export const closeMessage = (tx: Sql, id: string, at: Date): Promise<number> =>
  tx.run('UPDATE exchange_message SET answered_at = $2, trouble = NULL WHERE id = $1 AND answered_at IS NULL', [id, at])

export const isAnyDue = async (sql: Sql, now: Date): Promise<boolean> =>
  (
    await sql.query('SELECT 1 AS one FROM exchange_message WHERE answered_at IS NULL AND next_at <= $1 LIMIT 1', [now], {
      one: col.integer,
    })
  ).length > 0

const SILENT = {
  partnerId: col.text,
  waiting: col.integer,
  since: col.instant,
  trouble: col.nullable(col.text),
}

/** How long claims of an election's office wait, by partner: what to telephone about. */
export const findSilent = (sql: Sql): Promise<{ partnerId: string; waiting: number; since: Date; trouble: string | null }[]> =>
  sql.query(
    `SELECT partner_id AS "partnerId", count(*) AS waiting, min(created_at) AS since, max(trouble) AS trouble FROM exchange_message
     WHERE answered_at IS NULL GROUP BY partner_id ORDER BY partner_id`,
    [],
    SILENT,
  )
