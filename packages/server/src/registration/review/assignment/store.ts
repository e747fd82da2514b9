/** Which officer sees to which case. */
import { col, named, type RowOf, type Sql } from '../../../platform/database/index.ts'
import type { RegistrationKey } from '../../check/index.ts'

const ASSIGNED = { countyCode: col.text, registrationId: col.integer, officerId: col.text, officer: col.text }
export type Assigned = RowOf<typeof ASSIGNED>

/** Assignments of cases in the queue of an election. */
export const findAssigned = (sql: Sql, electionId: string, personKeys: readonly string[]): Promise<Assigned[]> =>
  sql.query(
    `SELECT county_code AS "countyCode", registration_id AS "registrationId", officer_id AS "officerId", officer
     FROM case_assignment WHERE person_key = ANY($2::uuid[]) AND election_id = $1 ORDER BY person_key, county_code, registration_id`,
    [electionId, personKeys],
    ASSIGNED,
  )

export const saveAssignment = (
  tx: Sql,
  key: RegistrationKey,
  to: {
    readonly electionId: string
    readonly officerId: string
    readonly officer: string
    readonly by: string
    readonly at: Date
  },
): Promise<number> => {
  const { personKey, countyCode, registrationId } = key
  return tx.run(
    ...named(
      `INSERT INTO case_assignment (person_key, county_code, registration_id, election_id, officer_id, officer, assigned_by, at)
       VALUES (:personKey, :countyCode, :registrationId, :electionId, :officerId, :officer, :by, :at)
       ON CONFLICT (person_key, county_code, registration_id, election_id)
       DO UPDATE SET officer_id = excluded.officer_id, officer = excluded.officer, assigned_by = excluded.assigned_by, at = excluded.at`,
      { personKey, countyCode, registrationId, ...to },
    ),
  )
}

export const deleteAssignment = (
  tx: Sql,
  { personKey, countyCode, registrationId }: RegistrationKey,
  electionId: string,
): Promise<number> =>
  tx.run('DELETE FROM case_assignment WHERE person_key = $1 AND county_code = $2 AND registration_id = $3 AND election_id = $4', [
    personKey,
    countyCode,
    registrationId,
    electionId,
  ])

/** Open cases by the officer they are assigned to. */
export const countAssigned = (sql: Sql, electionId: string): Promise<{ officerId: string; open: number }[]> =>
  sql.query(
    `SELECT k.officer_id AS "officerId", count(*) AS open FROM case_assignment k
     WHERE k.election_id = $1 AND EXISTS (SELECT FROM finding f WHERE f.person_key = k.person_key AND f.county_code = k.county_code
       AND f.registration_id = k.registration_id AND f.state = 'open')
     GROUP BY k.officer_id ORDER BY k.officer_id`,
    [electionId],
    { officerId: col.text, open: col.integer },
  )
