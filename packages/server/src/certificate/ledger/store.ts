/** The books of the place of origin, as rows: every certificate ever asked for, and what became of it. */
import type { Ledger } from '@mingce/domain/certificate'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import { STATES } from '../schema.ts'

export type State = (typeof STATES)[number]

const CERTIFICATE_ROW = {
  countyCode: col.text,
  id: col.uuid,
  electionId: col.text,
  round: col.text,
  personKey: col.uuid,
  name: col.text,
  areaCode: col.text,
  areaName: col.nullable(col.text),
  toPlace: col.nullable(col.text),
  via: col.oneOf('station', 'portal'),
  state: col.oneOf(...STATES),
  requestedAt: col.instant,
  issuedOn: col.nullable(col.day),
  validUntil: col.nullable(col.day),
  text: col.nullable(col.text),
  reason: col.nullable(col.text),
  releasedTo: col.nullable(col.text),
  acceptanceId: col.nullable(col.uuid),
  leftCounty: col.nullable(col.text),
  leftId: col.nullable(col.integer),
  copies: col.integer,
}

export type CertificateRow = RowOf<typeof CERTIFICATE_ROW>

const COLUMNS = `c.county_code AS "countyCode", c.id, c.election_id AS "electionId", c.round, c.person_key AS "personKey", c.name,
  c.area_code AS "areaCode", (SELECT a.name FROM area a WHERE a.code = c.area_code) AS "areaName", c.to_place AS "toPlace", c.via, c.state,
  c.requested_at AS "requestedAt", c.issued_on AS "issuedOn", c.valid_until AS "validUntil", c.text, c.reason, c.released_to AS "releasedTo",
  c.acceptance_id AS "acceptanceId", c.left_county AS "leftCounty", c.left_registration_id AS "leftId", c.copies`

export const findCertificate = async (sql: Sql, id: string): Promise<CertificateRow | undefined> =>
  (await sql.query(`SELECT ${COLUMNS} FROM certificate c WHERE c.id = $1`, [id], CERTIFICATE_ROW))[0]

/** The row, locked until the end of the transaction. */
export const lockCertificate = async (tx: Sql, id: string): Promise<CertificateRow | undefined> => {
  const found = await findCertificate(tx, id)
  if (found)
    await tx.query('SELECT id FROM certificate WHERE person_key = $1 AND id = $2 FOR UPDATE', [found.personKey, id], {
      id: col.uuid,
    })
  return found && findCertificate(tx, id)
}

export const findOfPerson = (sql: Sql, personKey: string): Promise<CertificateRow[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM certificate c WHERE c.person_key = $1 ORDER BY c.requested_at DESC, c.id`,
    [personKey],
    CERTIFICATE_ROW,
  )

/** The one that is asked for or given in that election, locked until the end of the transaction: what is ending it just now has ended it. */
export const lockOpen = async (tx: Sql, personKey: string, electionId: string): Promise<CertificateRow | undefined> => {
  const [open] = await tx.query(
    `SELECT id FROM certificate WHERE person_key = $1 AND election_id = $2 AND state IN ('requested', 'issued') FOR UPDATE`,
    [personKey, electionId],
    { id: col.uuid },
  )
  return open && findCertificate(tx, open.id)
}

/** Adds a request; false: one is open already. */
export const insertRequest = async (
  tx: Sql,
  row: Pick<
    CertificateRow,
    'countyCode' | 'id' | 'electionId' | 'round' | 'personKey' | 'name' | 'areaCode' | 'toPlace' | 'via' | 'requestedAt'
  >,
): Promise<boolean> =>
  (await tx.run(
    ...named(
      `INSERT INTO certificate (county_code, id, election_id, round, person_key, name, area_code, to_place, via, state, requested_at)
     VALUES (:countyCode, :id, :electionId, :round, :personKey, :name, :areaCode, :toPlace, :via, 'requested', :requestedAt) ON CONFLICT DO NOTHING`,
      {
        countyCode: row.countyCode,
        id: row.id,
        electionId: row.electionId,
        round: row.round,
        personKey: row.personKey,
        name: row.name,
        areaCode: row.areaCode,
        toPlace: row.toPlace,
        via: row.via,
        requestedAt: row.requestedAt,
      },
    ),
  )) === 1

/** Makes a certificate again that was issued after the backup this installation was restored from; its ledger is written after. */
export const insertReleased = (
  tx: Sql,
  row: Pick<CertificateRow, 'countyCode' | 'id' | 'electionId' | 'round' | 'personKey' | 'name' | 'areaCode'> & {
    readonly at: Date
    readonly issuedOn: string
    readonly validUntil: string
  },
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO certificate (county_code, id, election_id, round, person_key, name, area_code, via, state, requested_at, issued_on, valid_until)
     VALUES (:countyCode, :id, :electionId, :round, :personKey, :name, :areaCode, 'station', 'expired', :at, :issuedOn::date, :validUntil::date)
     ON CONFLICT DO NOTHING`,
      {
        countyCode: row.countyCode,
        id: row.id,
        electionId: row.electionId,
        round: row.round,
        personKey: row.personKey,
        name: row.name,
        areaCode: row.areaCode,
        at: row.at,
        issuedOn: row.issuedOn,
        validUntil: row.validUntil,
      },
    ),
  )

export const ledgerOf = (row: CertificateRow): Ledger => {
  switch (row.state) {
    case 'requested':
      return { state: 'requested' }
    case 'expired':
      return { state: 'expired' }
    case 'refused':
    case 'revoked':
      return { state: row.state, reason: row.reason ?? '' }
    case 'issued':
      return { state: 'issued', validUntil: row.validUntil ?? '' }
    case 'released':
    case 'restored':
      return { state: row.state, to: { installation: row.releasedTo ?? '', acceptance: row.acceptanceId ?? '' } }
  }
}

/** Writes what the books say now, and the event beside it. */
export const writeLedger = async (
  tx: Sql,
  row: Pick<CertificateRow, 'personKey' | 'countyCode' | 'id'>,
  ledger: Ledger,
  by: {
    readonly actor: string
    readonly at: Date
    readonly text?: string
    readonly issuedOn?: string
    /** The registration that a released voter leaves. */
    readonly left?: { readonly countyCode: string; readonly registrationId: number } | null
  },
): Promise<void> => {
  const reason = ledger.state === 'refused' || ledger.state === 'revoked' ? ledger.reason : null
  const to = ledger.state === 'released' || ledger.state === 'restored' ? ledger.to : null
  await tx.run(
    ...named(
      `UPDATE certificate SET state = :state, reason = :reason, released_to = :installation, acceptance_id = :acceptance, valid_until = coalesce(:validUntil, valid_until),
       text = coalesce(:text, text), issued_on = coalesce(:issuedOn, issued_on), left_county = coalesce(:leftCounty, left_county),
       left_registration_id = coalesce(:leftId, left_registration_id)
     WHERE person_key = :personKey AND id = :id`,
      {
        personKey: row.personKey,
        id: row.id,
        state: ledger.state,
        reason,
        installation: to?.installation ?? null,
        acceptance: to?.acceptance ?? null,
        validUntil: ledger.state === 'issued' ? ledger.validUntil : null,
        text: by.text ?? null,
        issuedOn: by.issuedOn ?? null,
        leftCounty: by.left?.countyCode ?? null,
        leftId: by.left?.registrationId ?? null,
      },
    ),
  )
  await insertEvent(tx, row, ledger.state, by.actor, by.at, reason ?? '')
}

/** The certificate by which a person left this installation last. */
export const lockLastLeft = async (tx: Sql, personKey: string, round: string): Promise<CertificateRow | undefined> => {
  const [last] = await tx.query(
    `SELECT c.id FROM certificate_event e JOIN certificate c ON c.person_key = e.person_key AND c.id = e.certificate_id
     WHERE e.person_key = $1 AND c.round = $2 AND e.kind = 'released' ORDER BY e.id DESC LIMIT 1`,
    [personKey, round],
    { id: col.uuid },
  )
  return last && lockCertificate(tx, last.id)
}

export const insertEvent = (
  tx: Sql,
  row: Pick<CertificateRow, 'personKey' | 'countyCode' | 'id'>,
  kind: string,
  actor: string,
  at: Date,
  reason: string,
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO certificate_event (person_key, county_code, certificate_id, kind, actor, at, reason)
     VALUES (:personKey, :countyCode, :id, :kind, :actor, :at, :reason)`,
      { personKey: row.personKey, countyCode: row.countyCode, id: row.id, kind, actor, at, reason },
    ),
  )

/** Counts a copy; returns its number. */
export const countCopy = async (tx: Sql, row: Pick<CertificateRow, 'personKey' | 'countyCode' | 'id'>): Promise<number> =>
  (
    await tx.query(
      'UPDATE certificate SET copies = copies + 1 WHERE person_key = $1 AND id = $2 RETURNING copies',
      [row.personKey, row.id],
      { copies: col.integer },
    )
  )[0]?.copies ?? 0

export interface CertificateFilter {
  readonly state?: State | undefined
  readonly q?: string | undefined
  readonly offset: number
}

/** Certificates of an election within an area, newest first. */
export const findCertificates = (
  sql: Sql,
  electionId: string,
  area: string,
  filter: CertificateFilter,
  limit: number,
): Promise<CertificateRow[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM certificate c WHERE c.election_id = $1 AND starts_with(c.area_code, $2) AND ($3::text IS NULL OR c.state = $3)
       AND ($4::text IS NULL OR c.name LIKE '%' || $4 || '%')
     ORDER BY c.requested_at DESC, c.id OFFSET $5 LIMIT $6`,
    [electionId, area, filter.state ?? null, filter.q ?? null, filter.offset, limit],
    CERTIFICATE_ROW,
  )

export const countStates = async (sql: Sql, electionId: string, area: string): Promise<Partial<Record<State, number>>> =>
  Object.fromEntries(
    (
      await sql.query(
        'SELECT state, count(*) AS n FROM certificate WHERE election_id = $1 AND starts_with(area_code, $2) GROUP BY state',
        [electionId, area],
        { state: col.oneOf(...STATES), n: col.integer },
      )
    ).map(({ state, n }) => [state, n]),
  )

/** Issued certificates whose last day lies before this one. */
export const findLapsed = (sql: Sql, before: string): Promise<{ id: string }[]> =>
  sql.query(`SELECT id FROM certificate WHERE state = 'issued' AND valid_until < $1::date ORDER BY id LIMIT 500`, [before], {
    id: col.uuid,
  })

/** Which of these people hold a certificate of this election that nobody has taken yet. */
export const findIssuedTo = async (sql: Sql, electionId: string, personKeys: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await sql.query(
        `SELECT person_key AS "personKey" FROM certificate WHERE election_id = $1 AND person_key = ANY($2::uuid[]) AND state = 'issued'`,
        [electionId, [...personKeys]],
        { personKey: col.uuid },
      )
    ).map(({ personKey }) => personKey),
  )

/** Steps of these certificates of a person, oldest first. */
export const findRecordedSteps = (
  sql: Sql,
  personKey: string,
  ids: readonly string[],
): Promise<{ readonly at: Date; readonly kind: string; readonly actor: string }[]> =>
  sql.query(
    'SELECT at, kind, actor FROM certificate_event WHERE person_key = $1 AND certificate_id = ANY($2::uuid[]) ORDER BY at, id',
    [personKey, ids],
    { at: col.instant, kind: col.text, actor: col.text },
  )
