/** What a decision about a case writes: the registration's status, the claim, the findings and the event, and what an undo needs. */
import type { RegistrationStatus } from '@mingce/domain/registration'
import { col, jsonOf, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import type { Ref, RegistrationKey } from '../check/index.ts'
import { keepCounts } from '../counts/index.ts'
import type { Columns, Corrected } from './correction/index.ts'

const namedKey = ({ personKey, countyCode, registrationId }: RegistrationKey) => ({ personKey, countyCode, registrationId })
const valuesOfKey = (key: RegistrationKey): [string, string, number] => [key.personKey, key.countyCode, key.registrationId]

export const setStatus = (tx: Sql, key: RegistrationKey, status: RegistrationStatus): Promise<number> =>
  keepCounts(tx, [key.personKey], () =>
    tx.run('UPDATE registration SET status = $4 WHERE person_key = $1 AND county_code = $2 AND id = $3', [
      ...valuesOfKey(key),
      status,
    ]),
  )

/** By a certificate: waits for a decision, then for the place of origin; or marks that the person went to another installation. */
export const findBound = async (tx: Sql, key: RegistrationKey): Promise<Binding['bound']> =>
  (await findBinding(tx, key))?.bound ?? null

const BINDING = { bound: col.nullable(col.oneOf('arriving', 'held', 'elsewhere')), evidence: col.integer }
type Binding = RowOf<typeof BINDING>

/** How a certificate binds a registration, and what its voter showed. */
export const findBinding = async (tx: Sql, key: RegistrationKey): Promise<Binding | undefined> =>
  (
    await tx.query(
      'SELECT bound, evidence FROM registration WHERE person_key = $1 AND county_code = $2 AND id = $3',
      valuesOfKey(key),
      BINDING,
    )
  )[0]

/** Puts an accepted arrival on hold until its place of origin has answered; or frees it of its certificate. */
export const setBound = (tx: Sql, key: RegistrationKey, bound: 'held' | null): Promise<number> =>
  tx.run('UPDATE registration SET bound = $4 WHERE person_key = $1 AND county_code = $2 AND id = $3', [
    ...valuesOfKey(key),
    bound,
  ])

export const findClaim = async (tx: Sql, personKey: string, round: string): Promise<Ref | null> =>
  (
    await tx.query(
      'SELECT county_code AS "countyCode", registration_id AS "registrationId" FROM claim WHERE person_key = $1 AND round = $2 FOR UPDATE',
      [personKey, round],
      { countyCode: col.text, registrationId: col.integer },
    )
  )[0] ?? null

/** Gives the person's claim to a registration, or takes it from all when null. */
export const setClaim = (tx: Sql, personKey: string, round: string, holder: Ref | null): Promise<number> =>
  keepCounts(tx, [personKey], () =>
    holder === null
      ? tx.run('DELETE FROM claim WHERE person_key = $1 AND round = $2', [personKey, round])
      : tx.run(
          `INSERT INTO claim (person_key, round, county_code, registration_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_key, round) DO UPDATE SET county_code = excluded.county_code, registration_id = excluded.registration_id`,
          [personKey, round, holder.countyCode, holder.registrationId],
        ),
  )

/** Closes the open findings of a registration; returns their keys. */
export const closeFindings = (
  tx: Sql,
  key: RegistrationKey,
  state: 'accepted' | 'refused',
  by: string,
  reason: string,
  at: Date,
) =>
  keepCounts(tx, [key.personKey], () =>
    tx.query(
      ...named(
        `UPDATE finding SET state = :state, decided_by = :by, reason = :reason, decided_at = :at
       WHERE person_key = :personKey AND county_code = :countyCode AND registration_id = :registrationId AND state = 'open'
       RETURNING code, fingerprint`,
        { ...namedKey(key), state, by, reason, at },
      ),
      { code: col.text, fingerprint: col.text },
    ),
  )

export const reopenFindings = (
  tx: Sql,
  key: RegistrationKey,
  findings: readonly { code: string; fingerprint: string }[],
): Promise<number> =>
  keepCounts(tx, [key.personKey], () =>
    tx.run(
      `UPDATE finding f SET state = 'open', decided_by = NULL, reason = NULL, decided_at = NULL FROM unnest($4::text[], $5::text[]) AS k(code, fingerprint)
     WHERE f.person_key = $1 AND f.county_code = $2 AND f.registration_id = $3 AND f.code = k.code AND f.fingerprint = k.fingerprint`,
      [...valuesOfKey(key), findings.map(f => f.code), findings.map(f => f.fingerprint)],
    ),
  )

/** What a decision changed, so that it can be undone. */
export interface Before {
  readonly status: RegistrationStatus
  readonly findings: readonly { code: string; fingerprint: string }[]
  readonly claim: Ref | null
  readonly other: (Ref & { readonly status: RegistrationStatus }) | null
  /** The claim as the decision left it. */
  readonly claimAfter: Ref | null
  /** Columns of the registration before it was corrected; null where it was not accepted. */
  readonly columns?: Columns | null
  /** What the officer corrected, for the record. */
  readonly corrected?: readonly Corrected[]
}

export const insertEvent = (
  tx: Sql,
  key: RegistrationKey,
  event: { electionId: string; kind: string; actor: string; at: Date; reason: string; before: object },
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO registration_event (person_key, county_code, registration_id, election_id, kind, actor, at, reason, before)
       VALUES (:personKey, :countyCode, :registrationId, :electionId, :kind, :actor, :at, :reason, :before::jsonb)`,
      { ...namedKey(key), ...event, before: jsonOf(event.before) },
    ),
  )

/** The last decision on a registration that has not been undone. */
export const findLastDecision = async (tx: Sql, key: RegistrationKey): Promise<{ kind: string; before: Before } | undefined> => {
  const [last] = await tx.query(
    `SELECT kind, before FROM registration_event WHERE person_key = $1 AND county_code = $2 AND registration_id = $3
       AND kind IN ('accepted', 'refused', 'removed', 'undone') ORDER BY id DESC LIMIT 1`,
    valuesOfKey(key),
    { kind: col.text, before: col.json<Before>() },
  )
  return last && last.kind !== 'undone' ? last : undefined
}
