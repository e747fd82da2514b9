/**
 * What certificates are not kept with past the end of the round (PIPL 19): whom they name, where that person wanted to go, the text of the QR,
 * reasons, and kept answers that say all this again. The books stay: who was let go to whom, without a name, so that a late claim of another
 * installation is still answered alike; and so do claims that nobody has answered yet.
 */
import type { Sql } from '../../platform/database/index.ts'

/** Forgets whom the certificates of an election name, asked for and taken. In the transaction that closes it. */
export const purgeCertificates = async (tx: Sql, electionId: string): Promise<void> => {
  await tx.run(
    `DELETE FROM certificate_event e USING certificate c
     WHERE c.election_id = $1 AND e.person_key = c.person_key AND e.certificate_id = c.id`,
    [electionId],
  )
  await tx.run(`UPDATE certificate SET name = '', to_place = NULL, text = NULL, reason = NULL WHERE election_id = $1`, [
    electionId,
  ])
  // Whoever took it along on the phone is also the one who took it.
  await tx.run(
    `UPDATE certificate_acceptance SET name = '', presented = NULL, taken_by = CASE WHEN taken_by = name THEN '' ELSE taken_by END WHERE election_id = $1`,
    [electionId],
  )
  await tx.run(
    `DELETE FROM exchange_message WHERE answered_at IS NOT NULL
       AND body::jsonb #>> '{taker,acceptance}' IN (SELECT id::text FROM certificate_acceptance WHERE election_id = $1)`,
    [electionId],
  )
  await tx.run(`DELETE FROM request WHERE action LIKE '% certificate %' AND answer #>> '{value,electionId}' = $1`, [electionId])
}
