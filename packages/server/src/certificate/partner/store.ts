import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const PARTNER = {
  id: col.text,
  name: col.text,
  url: col.nullable(col.text),
  /** vkeys of its log and of its witness. */
  log: col.nullable(col.text),
  witness: col.nullable(col.text),
}
const PARTNER_COLUMNS = 'id, name, url, log_key AS log, witness_key AS witness'

export type Partner = RowOf<typeof PARTNER>

const KEY_ROW = {
  sealed: col.nullable(col.bytes),
  keyId: col.text,
  installation: col.text,
  algorithm: col.oneOf('ed25519', 'sm2'),
  publicKey: col.text,
  from: col.day,
  until: col.nullable(col.day),
  withdrawnOn: col.nullable(col.day),
}

export type KeyRow = RowOf<typeof KEY_ROW>

const KEY = `partner_id AS installation, key_id AS "keyId", algorithm, public_key AS "publicKey", from_date AS "from", until_date AS until,
  withdrawn_on AS "withdrawnOn", sealed`

/** Keys of one installation, or of all, newest first. */
export const findKeys = (sql: Sql, partnerId: string | null = null): Promise<KeyRow[]> =>
  sql.query(
    `SELECT ${KEY} FROM partner_key WHERE $1::text IS NULL OR partner_id = $1 ORDER BY from_date DESC, key_id`,
    [partnerId],
    KEY_ROW,
  )

/** Serialises the processes that would make the first signing key. */
export const lockSigningKey = async (tx: Sql): Promise<void> => {
  await tx.run(`SELECT pg_advisory_xact_lock(hashtext('mingce signing key'))`)
}

/** Adds a key; one that is known keeps its beginning, takes its end and never comes back from being withdrawn. */
export const putKey = (tx: Sql, key: KeyRow): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO partner_key AS k (partner_id, key_id, algorithm, public_key, from_date, until_date, withdrawn_on, sealed)
     VALUES (:installation, :keyId, :algorithm, :publicKey, :from, :until, :withdrawnOn, :sealed)
     ON CONFLICT (partner_id, key_id) DO UPDATE SET until_date = excluded.until_date, withdrawn_on = coalesce(k.withdrawn_on, excluded.withdrawn_on)`,
      {
        installation: key.installation,
        keyId: key.keyId,
        algorithm: key.algorithm,
        publicKey: key.publicKey,
        from: key.from,
        until: key.until,
        withdrawnOn: key.withdrawnOn,
        sealed: key.sealed,
      },
    ),
  )

export const endKeys = (tx: Sql, partnerId: string, except: string, until: string): Promise<number> =>
  tx.run(`UPDATE partner_key SET until_date = $3 WHERE partner_id = $1 AND key_id <> $2 AND until_date IS NULL`, [
    partnerId,
    except,
    until,
  ])

export const withdrawKey = (tx: Sql, partnerId: string, keyId: string, on: string): Promise<number> =>
  tx.run(`UPDATE partner_key SET withdrawn_on = $3 WHERE partner_id = $1 AND key_id = $2 AND withdrawn_on IS NULL`, [
    partnerId,
    keyId,
    on,
  ])

export const findPartners = (sql: Sql): Promise<Partner[]> =>
  sql.query(`SELECT ${PARTNER_COLUMNS} FROM partner ORDER BY id`, [], PARTNER)

export const findPartner = async (sql: Sql, id: string): Promise<Partner | undefined> =>
  (await sql.query(`SELECT ${PARTNER_COLUMNS} FROM partner WHERE id = $1`, [id], PARTNER))[0]

export const putPartner = (tx: Sql, partner: Partner, by: string, at: Date): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO partner AS p (id, name, url, log_key, witness_key, added_at, added_by) VALUES (:id, :name, :url, :log, :witness, :at, :by)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = coalesce(excluded.url, p.url),
         log_key = coalesce(excluded.log_key, p.log_key), witness_key = coalesce(excluded.witness_key, p.witness_key)`,
      { id: partner.id, name: partner.name, url: partner.url, log: partner.log, witness: partner.witness, at, by },
    ),
  )
