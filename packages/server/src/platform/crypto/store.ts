/** The check value of the key file, and the master secret sealed under it, which the database keeps from the first start on. */
import { col, type Sql } from '../database/index.ts'

export interface KeyState {
  /** Check value of the key file. */
  readonly check: string
  /** Base64. */
  readonly sealedMaster: string
}

const STATE = { check: col.text, sealedMaster: col.text }

const SELECT_STATE = `SELECT c.value AS check, m.value AS "sealedMaster" FROM installation c JOIN installation m ON m.name = 'sealed-master' WHERE c.name = 'key-check'`

export const findKeyState = async (sql: Sql): Promise<KeyState | undefined> => (await sql.query(SELECT_STATE, [], STATE))[0]

/** As `findKeyState`; others wait until the transaction ends. */
export const lockKeyState = async (tx: Sql): Promise<KeyState | undefined> =>
  (await tx.query(`${SELECT_STATE} FOR UPDATE`, [], STATE))[0]

/** Records the state, unless there is one. Both rows or none: two processes that start at once do not mix theirs. */
export const recordKeyState = async (sql: Sql, { check, sealedMaster }: KeyState): Promise<void> => {
  await sql.run(
    `INSERT INTO installation (name, value) SELECT name, value FROM (VALUES ('key-check', $1), ('sealed-master', $2)) AS s(name, value)
     ON CONFLICT (name) DO NOTHING`,
    [check, sealedMaster],
  )
}

export const replaceKeyState = async (tx: Sql, { check, sealedMaster }: KeyState): Promise<void> => {
  await tx.run(
    `UPDATE installation SET value = CASE WHEN name = 'key-check' THEN $1 ELSE $2 END WHERE name IN ('key-check', 'sealed-master')`,
    [check, sealedMaster],
  )
}
