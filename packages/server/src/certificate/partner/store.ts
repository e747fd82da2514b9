import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const PARTNER = {
  id: col.text,
  name: col.text,
  url: col.nullable(col.text),
  /** Has it said, since the last restore of this installation, what it took from here and released to here? */
  reconciled: col.boolean,
  /** When it was itself restored, as it says. */
  restoredAt: col.nullable(col.instant),
  /** vkeys of its log and of its witness. */
  log: col.nullable(col.text),
  witness: col.nullable(col.text),
}

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
  /** The key of the same installation that signed it, and its signature. */
  endorsedBy: col.nullable(col.text),
  endorsement: col.nullable(col.text),
}

export type KeyRow = RowOf<typeof KEY_ROW>

const KEY = `partner_id AS installation, key_id AS "keyId", algorithm, public_key AS "publicKey", from_date AS "from", until_date AS until,
  withdrawn_on AS "withdrawnOn", sealed, endorsed_by AS "endorsedBy", endorsement`

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

/** Adds a key; one that is known keeps its beginning, takes an earlier end and never comes back from being withdrawn. */
export const putKey = (tx: Sql, key: KeyRow): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO partner_key AS k (partner_id, key_id, algorithm, public_key, from_date, until_date, withdrawn_on, sealed, endorsed_by, endorsement)
     VALUES (:installation, :keyId, :algorithm, :publicKey, :from, :until, :withdrawnOn, :sealed, :endorsedBy, :endorsement)
     ON CONFLICT (partner_id, key_id) DO UPDATE SET until_date = least(k.until_date, excluded.until_date), withdrawn_on = coalesce(k.withdrawn_on, excluded.withdrawn_on)`,
      {
        installation: key.installation,
        keyId: key.keyId,
        algorithm: key.algorithm,
        publicKey: key.publicKey,
        from: key.from,
        until: key.until,
        withdrawnOn: key.withdrawnOn,
        sealed: key.sealed,
        endorsedBy: key.endorsedBy,
        endorsement: key.endorsement,
      },
    ),
  )

/** Whether an authority of the disqualification feed, or another installation, has one of these keys. */
export const isAnyKeyOfOthers = async (sql: Sql, installation: string, keyIds: readonly string[]): Promise<boolean> =>
  (
    await sql.query(
      `SELECT EXISTS (SELECT FROM partner_key WHERE key_id = ANY($2::text[]) AND partner_id <> $1)
         OR EXISTS (SELECT FROM authority_key WHERE key_id = ANY($2::text[])) AS known`,
      [installation, [...keyIds]],
      { known: col.boolean },
    )
  )[0]?.known === true

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

const PARTNERS = `SELECT p.id, p.name, p.url, coalesce(p.reconciled_for = (SELECT i.value FROM installation i WHERE i.name = 'restored-at'),
  NOT EXISTS (SELECT FROM installation i WHERE i.name = 'restored-at')) AS reconciled,
  p.restored_at AS "restoredAt",
  p.log_key AS log, p.witness_key AS witness FROM partner p`

export const findPartners = (sql: Sql): Promise<Partner[]> => sql.query(`${PARTNERS} ORDER BY p.id`, [], PARTNER)

export const findPartner = async (sql: Sql, id: string): Promise<Partner | undefined> =>
  (await sql.query(`${PARTNERS} WHERE p.id = $1`, [id], PARTNER))[0]

/** When this installation was last restored from a backup, as the restore wrote it; null: never. */
export const findRestore = async (sql: Sql): Promise<string | null> =>
  (await sql.query(`SELECT value FROM installation WHERE name = 'restored-at'`, [], { value: col.text }))[0]?.value ?? null

/** Has this installation not been restored, or has every partner answered since? */
export const isReconciled = async (sql: Sql): Promise<boolean> =>
  (
    await sql.query(
      `SELECT NOT EXISTS (SELECT FROM installation i JOIN partner p ON p.reconciled_for IS DISTINCT FROM i.value WHERE i.name = 'restored-at') AS done`,
      [],
      { done: col.boolean },
    )
  )[0]?.done === true

/** Keeps when a partner was restored, as it says; an older restore does not replace a newer one. */
export const setTheirRestore = (tx: Sql, partnerId: string, at: Date): Promise<number> =>
  tx.run('UPDATE partner SET restored_at = greatest(restored_at, $2) WHERE id = $1', [partnerId, at])

/** Records that a partner has answered for this restore, or that two people answer for it. */
export const setReconciled = (tx: Sql, partnerId: string, restore: string, by: string, at: Date): Promise<number> =>
  tx.run('UPDATE partner SET reconciled_for = $2, reconciled_by = $3, reconciled_at = $4 WHERE id = $1', [
    partnerId,
    restore,
    by,
    at,
  ])

/** Names of a round in certificates of an issuer: ours, and theirs that were agreed to be the same renewal. */
export const findRounds = async (sql: Sql, issuer: string, ours: string): Promise<string[]> => [
  ours,
  ...(
    await sql.query('SELECT theirs FROM partner_round WHERE partner_id = $1 AND ours = $2 ORDER BY theirs', [issuer, ours], {
      theirs: col.text,
    })
  ).map(({ theirs }) => theirs),
]

const ROUND = { partnerId: col.text, theirs: col.text, ours: col.text, agreedAt: col.instant, agreedBy: col.text }
export type AgreedRound = RowOf<typeof ROUND>

export const findAgreedRounds = (sql: Sql): Promise<AgreedRound[]> =>
  sql.query(
    `SELECT partner_id AS "partnerId", theirs, ours, agreed_at AS "agreedAt", agreed_by AS "agreedBy" FROM partner_round ORDER BY partner_id, theirs`,
    [],
    ROUND,
  )

export const putRound = (tx: Sql, round: AgreedRound): Promise<number> =>
  tx.run(
    `INSERT INTO partner_round (partner_id, theirs, ours, agreed_at, agreed_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (partner_id, theirs) DO UPDATE SET ours = excluded.ours, agreed_at = excluded.agreed_at, agreed_by = excluded.agreed_by`,
    [round.partnerId, round.theirs, round.ours, round.agreedAt, round.agreedBy],
  )

export const putPartner = (tx: Sql, partner: Omit<Partner, 'reconciled' | 'restoredAt'>, by: string, at: Date): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO partner AS p (id, name, url, log_key, witness_key, added_at, added_by) VALUES (:id, :name, :url, :log, :witness, :at, :by)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = coalesce(excluded.url, p.url),
         log_key = coalesce(excluded.log_key, p.log_key), witness_key = coalesce(excluded.witness_key, p.witness_key)`,
      { id: partner.id, name: partner.name, url: partner.url, log: partner.log, witness: partner.witness, at, by },
    ),
  )
