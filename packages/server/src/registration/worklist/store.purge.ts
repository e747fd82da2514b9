/**
 * What is not kept past its purpose (PIPL 19): the extract a roll was checked against, the addresses and phones of people who were to be
 * visited, and the visits. The roll, its decisions and the audit trail stay.
 */

import { col, type Sql } from '../../platform/database/index.ts'
import { dropExtract } from '../../population/index.ts'

/** Extracts whose last day is before `today`, with the areas of their elections. */
export const findEndedExtracts = (sql: Sql, today: string): Promise<{ electionId: string; areaCode: string }[]> =>
  sql.query(
    `SELECT DISTINCT x.election_id AS "electionId", e.area_code AS "areaCode" FROM population_extract x JOIN election e ON e.id = x.election_id
     WHERE x.state = 'current' AND x.ends_on < $1::date ORDER BY 1`,
    [today],
    { electionId: col.text, areaCode: col.text },
  )

/** Drops an election's extracts with their sealed contacts: all of them, or those whose last day is before `today`. Returns them. */
export const purgeExtracts = async (
  tx: Sql,
  electionId: string,
  today: string | null,
): Promise<{ electionId: string; id: number }[]> => {
  const due = await tx.query(
    `SELECT id, import_id AS "importId", election_id AS "electionId" FROM population_extract
     WHERE state = 'current' AND election_id = $1 AND ($2::date IS NULL OR ends_on < $2::date)`,
    [electionId, today],
    { id: col.integer, importId: col.integer, electionId: col.text },
  )
  for (const extract of due) {
    await tx.run(
      `DELETE FROM contact_block WHERE import_id IN (SELECT id FROM import WHERE election_id = $1 AND kind = 'population' AND id >= $2)`,
      [extract.electionId, extract.importId],
    )
    await dropExtract(tx, extract.id)
  }
  return due
}

/** Forgets who saw to which case. */
export const purgeAssignments = (tx: Sql, electionId: string): Promise<number> =>
  tx.run('DELETE FROM case_assignment WHERE election_id = $1', [electionId])

/** Forgets who was visited and how it ended. */
export const purgeVisits = (tx: Sql, electionId: string): Promise<number> =>
  tx.run('DELETE FROM visit WHERE election_id = $1', [electionId])

/**
 * Addresses and phones that came with registrations: once the round is over nobody is to be reached by them. Nor do the days of residence and
 * contracts of people from elsewhere count any more; what was decided by them is in the findings.
 */
export const purgeRosterContacts = async (tx: Sql, electionId: string): Promise<number> => {
  await tx.run(
    `UPDATE registration SET contact_block = NULL, contact_index = NULL, lives_here_since = NULL, contract_from = NULL, contract_until = NULL
     WHERE election_id = $1`,
    [electionId],
  )
  return tx.run(
    'DELETE FROM contact_block WHERE election_id = $1 OR import_id IN (SELECT id FROM import WHERE election_id = $1)',
    [electionId],
  )
}

/** Sealed per-row reports, and files that still wait for an officer, of elections that are closed: their ids in the file store. */
export const findReportsOfClosed = (sql: Sql): Promise<{ electionId: string; importId: number; file: string }[]> =>
  sql.query(
    `SELECT i.election_id AS "electionId", i.id AS "importId", coalesce(i.report_file, i.upload) AS file
     FROM import i JOIN election e ON e.id = i.election_id WHERE e.state = 'closed' AND (i.report_file IS NOT NULL OR i.state = 'held') ORDER BY i.id`,
    [],
    { electionId: col.text, importId: col.integer, file: col.text },
  )

/** Records that an import has no report any more; a file that waited is not imported any more. */
export const detachReport = (sql: Sql, importId: number): Promise<number> =>
  sql.run(
    `UPDATE import SET report_file = NULL, upload = NULL, held = NULL, state = CASE WHEN state = 'held' THEN 'failed' ELSE state END WHERE id = $1`,
    [importId],
  )

export const setClosed = (tx: Sql, electionId: string): Promise<number> =>
  tx.run(`UPDATE election SET state = 'closed' WHERE id = $1 AND state <> 'closed'`, [electionId])

/** Whether an election other than this one is open. */
export const hasOtherOpenElection = async (sql: Sql, electionId: string): Promise<boolean> =>
  (
    await sql.query(`SELECT 1 AS one FROM election WHERE state <> 'closed' AND id <> $1 LIMIT 1`, [electionId], {
      one: col.integer,
    })
  ).length > 0
