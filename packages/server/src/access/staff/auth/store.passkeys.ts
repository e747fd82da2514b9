/** Passkeys of staff. */
import { col, named, type RowOf, type Sql } from '../../../platform/database/index.ts'

const STORED_PASSKEY = {
  id: col.text,
  userId: col.text,
  publicKey: col.bytes,
  counter: col.integer,
  /** Comma-separated. */
  transports: col.text,
  /** The host name that the passkey is bound to. */
  relyingParty: col.text,
}

export type StoredPasskey = RowOf<typeof STORED_PASSKEY>

export interface NewPasskey extends StoredPasskey {
  readonly name: string
  readonly createdAt: Date
}

const COLUMNS = `id, user_id AS "userId", public_key AS "publicKey", counter, transports, relying_party AS "relyingParty"`

/** A disabled account has none, at whatever step it is asked for one. */
const OF_ENABLED = 'EXISTS (SELECT FROM staff s WHERE s.user_id = access_passkey.user_id AND s.disabled_at IS NULL)'

/** Passkeys of an account at one host name, the oldest first. */
export const findPasskeysAt = (sql: Sql, userId: string, relyingParty: string): Promise<StoredPasskey[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM access_passkey WHERE user_id = $1 AND relying_party = $2 AND ${OF_ENABLED} ORDER BY created_at`,
    [userId, relyingParty],
    STORED_PASSKEY,
  )

export const findPasskey = async (sql: Sql, id: string, relyingParty: string): Promise<StoredPasskey | undefined> =>
  (
    await sql.query(
      `SELECT ${COLUMNS} FROM access_passkey WHERE id = $1 AND relying_party = $2 AND ${OF_ENABLED}`,
      [id, relyingParty],
      STORED_PASSKEY,
    )
  )[0]

/** Adds a passkey; false if its id exists. */
export const insertPasskey = async (tx: Sql, passkey: NewPasskey): Promise<boolean> => {
  const { id, userId, name, relyingParty, publicKey, counter, transports, createdAt } = passkey
  const made = await tx.run(
    ...named(
      `INSERT INTO access_passkey (id, user_id, name, relying_party, public_key, counter, transports, created_at)
     VALUES (:id, :userId, :name, :relyingParty, :publicKey, :counter, :transports, :createdAt) ON CONFLICT (id) DO NOTHING`,
      { id, userId, name, relyingParty, publicKey, counter, transports, createdAt },
    ),
  )
  return made > 0
}

/** Records the signature counter after a use, and when that was. */
export const updatePasskeyUse = (sql: Sql, id: string, counter: number, at: Date): Promise<number> =>
  sql.run('UPDATE access_passkey SET counter = $2, last_used_at = $3 WHERE id = $1', [id, counter, at])

/** Deletes one passkey of an account; returns how many there were. */
export const deletePasskey = (tx: Sql, userId: string, id: string): Promise<number> =>
  tx.run('DELETE FROM access_passkey WHERE id = $1 AND user_id = $2', [id, userId])

/** Deletes all passkeys of an account. */
export const deletePasskeys = (tx: Sql, userId: string): Promise<number> =>
  tx.run('DELETE FROM access_passkey WHERE user_id = $1', [userId])
