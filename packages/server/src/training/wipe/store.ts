/**
 * Everything that a training election left in the tables, deleted: first what hangs on its rows and does not name it, then all that does.
 */
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'
import { dropExtract } from '../../population/index.ts'

/** Every table with a column `election_id`, as the schema has it: one that a later migration adds is wiped as well. */
const tablesOfElections = async (sql: Sql): Promise<string[]> =>
  (
    await sql.query(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'election_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`,
      [],
      { name: col.text },
    )
  ).map(({ name }) => name)

const STANDING = {
  registrations: col.integer,
  imports: col.integer,
  versions: col.integer,
  /** Imports that are being read now. */
  reading: col.integer,
}

export type Standing = RowOf<typeof STANDING>

/** How much there is of an election. */
export const countOf = async (sql: Sql, electionId: string): Promise<Standing> => {
  const [found] = await sql.query(
    `SELECT (SELECT count(*) FROM registration WHERE election_id = $1) AS registrations,
       (SELECT count(*) FROM import WHERE election_id = $1) AS imports,
       (SELECT count(*) FROM roll_version WHERE election_id = $1) AS versions,
       (SELECT count(*) FROM import WHERE election_id = $1 AND state = 'reading') AS reading`,
    [electionId],
    STANDING,
  )
  return found ?? { registrations: 0, imports: 0, versions: 0, reading: 0 }
}

/** Holds the election, so that nobody else wipes it meanwhile. False: it is gone, or not for practice. */
export const holdTraining = async (tx: Sql, electionId: string): Promise<boolean> =>
  (await tx.query('SELECT id FROM election WHERE id = $1 AND training FOR UPDATE', [electionId], { id: col.text })).length > 0

/** Deletes the election and all that belongs to it; returns the ids of its sealed files, which the caller removes. */
export const deleteElection = async (tx: Sql, electionId: string, round: string): Promise<string[]> => {
  const files = await tx.query(
    `SELECT coalesce(report_file, upload) AS file FROM import WHERE election_id = $1 AND (report_file IS NOT NULL OR state = 'held')`,
    [electionId],
    { file: col.text },
  )
  const extracts = await tx.query('SELECT id FROM population_extract WHERE election_id = $1', [electionId], { id: col.integer })
  for (const { id } of extracts) await dropExtract(tx, id)
  await tx.run(
    `DELETE FROM claim c USING registration r
     WHERE r.election_id = $1 AND c.person_key = r.person_key AND c.round = $2 AND c.county_code = r.county_code AND c.registration_id = r.id`,
    [electionId, round],
  )
  // How someone wants to be reached belongs to the person: it goes with people who are in no other election.
  await tx.run(
    `DELETE FROM voter_contact v WHERE v.person_key IN (SELECT person_key FROM registration WHERE election_id = $1)
       AND NOT EXISTS (SELECT FROM registration o WHERE o.person_key = v.person_key AND o.election_id <> $1)`,
    [electionId],
  )
  await tx.run(
    `DELETE FROM objection_event e USING objection o
     WHERE o.election_id = $1 AND e.county_code = o.county_code AND e.objection_id = o.id`,
    [electionId],
  )
  await tx.run(
    `DELETE FROM certificate_event e USING certificate c
     WHERE c.election_id = $1 AND e.person_key = c.person_key AND e.certificate_id = c.id`,
    [electionId],
  )
  await tx.run(
    'DELETE FROM exchange_message m USING certificate_acceptance a WHERE a.election_id = $1 AND position(a.id::text IN m.body) > 0',
    [electionId],
  )
  await tx.run('DELETE FROM outbox WHERE topic = $1', [electionId])
  await tx.run('DELETE FROM contact_block WHERE import_id IN (SELECT id FROM import WHERE election_id = $1)', [electionId])
  // Answers kept for a retry name the election, or were kept for an action on it.
  await tx.run(
    `DELETE FROM request WHERE jsonb_path_exists(answer, '$.** ? (@ == $id)', jsonb_build_object('id', $1::text))
       OR right(action, length($1::text) + 1) = ' ' || $1`,
    [electionId],
  )
  for (const table of await tablesOfElections(tx)) await tx.run(`DELETE FROM ${table} WHERE election_id = $1`, [electionId])
  await tx.run('DELETE FROM election WHERE id = $1', [electionId])
  return files.map(({ file }) => file)
}
