/** Makes the rows of large imports searchable, slice by slice of the person keys. */

import { col, type Sql } from '../../platform/database/index.ts'
import { recordSounds } from '../check/index.ts'

export const findWaiting = (sql: Sql): Promise<{ electionId: string; lastId: number }[]> =>
  sql.query('SELECT election_id AS "electionId", max(id) AS "lastId" FROM roll_waiting GROUP BY 1 ORDER BY 1', [], {
    electionId: col.text,
    lastId: col.integer,
  })

/** A part of all person keys: from the first, up to and without the last; null: no end. */
export interface Slice {
  readonly from: string
  readonly to: string | null
}

const WAITS = `r.person_key >= $2::uuid AND ($3::uuid IS NULL OR r.person_key < $3::uuid) AND r.election_id = $1 AND NOT r.searchable`

/** Adds the sounds of a slice's names and makes its rows searchable; returns how many. */
export const makeSliceSearchable = async (tx: Sql, electionId: string, { from, to }: Slice): Promise<number> => {
  // Whoever has one of the rows goes first: this is tried again.
  await tx.script(`SET LOCAL lock_timeout = '200ms'`)
  const names = await tx.query(
    `SELECT DISTINCT r.name FROM registration r LEFT JOIN name_sound s ON s.name = r.name WHERE ${WAITS} AND s.name IS NULL`,
    [electionId, from, to],
    { name: col.text },
  )
  await recordSounds(
    tx,
    names.map(({ name }) => name),
  )
  return tx.run(`UPDATE registration r SET searchable = true WHERE ${WAITS}`, [electionId, from, to])
}

/** The imports up to `lastId` are searchable. */
export const deleteWaiting = (tx: Sql, electionId: string, lastId: number): Promise<number> =>
  tx.run('DELETE FROM roll_waiting WHERE election_id = $1 AND id <= $2', [electionId, lastId])
