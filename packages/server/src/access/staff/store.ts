/** Accounts of staff as the tables have them. Instants are this server's clock's. */

import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import { ROLES } from '../gate/index.ts'

const STAFF_MEMBER = {
  id: col.text,
  username: col.text,
  name: col.text,
  role: col.oneOf(...ROLES),
  areaCode: col.text,
}

export type StaffMember = RowOf<typeof STAFF_MEMBER>

/** The account of a user, unless it is disabled. */
export const findStaff = async (sql: Sql, userId: string): Promise<StaffMember | undefined> =>
  (
    await sql.query(
      `SELECT u.id, u.username, u.name, s.role, s.area_code AS "areaCode" FROM staff s JOIN access_user u ON u.id = s.user_id
       WHERE s.user_id = $1 AND s.disabled_at IS NULL`,
      [userId],
      STAFF_MEMBER,
    )
  )[0]

/** Whether there is an account that can sign in. */
export const hasStaff = async (sql: Sql): Promise<boolean> =>
  (await sql.query('SELECT EXISTS (SELECT FROM staff WHERE disabled_at IS NULL) AS some', [], { some: col.boolean }))[0]?.some ===
  true

export interface Activation {
  /** Keyed digest of the code. */
  readonly digest: string
  readonly until: Date
}

export interface NewAccount extends StaffMember {
  /** Of the row that holds the password. */
  readonly accountId: string
  /** Null: the owner sets a password when activating the account. */
  readonly passwordHash: string | null
  /** The activation code; null for an account that is active. */
  readonly activation: Activation | null
  readonly madeBy: string
}

/** Adds an account; false if its username exists. */
export const insertAccount = async (tx: Sql, account: NewAccount, at: Date): Promise<boolean> => {
  const { id, username, name, role, areaCode } = account
  const made = await tx.run(
    `INSERT INTO access_user (id, name, username, email, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
     ON CONFLICT (username) DO NOTHING`,
    [id, name, username, `${username}@staff.invalid`, at],
  )
  if (made === 0) return false
  await tx.run(
    `INSERT INTO access_account (id, user_id, account_id, provider_id, password, created_at, updated_at)
     VALUES ($1, $2, $2, 'credential', $3, $4, $4)`,
    [account.accountId, id, account.passwordHash, at],
  )
  const { madeBy, activation } = account
  const [digest, until] = [activation?.digest ?? null, activation?.until ?? null]
  await tx.run(
    ...named(
      `INSERT INTO staff (user_id, role, area_code, created_at, initial_until, activation_digest, made_by)
       VALUES (:id, :role, :areaCode, :at, :until, :digest, :madeBy)`,
      { id, role, areaCode, at, until, digest, madeBy },
    ),
  )
  return true
}

const COLLEAGUE_ROW = {
  areaName: col.nullable(col.text),
  disabledAt: col.nullable(col.instant),
  /** The account waits to be activated, with a code that ends then; null: it is active. */
  initialUntil: col.nullable(col.instant),
  hasFactor: col.boolean,
  id: col.text,
  username: col.text,
  name: col.text,
  role: col.oneOf(...ROLES),
  areaCode: col.text,
}

export type ColleagueRow = RowOf<typeof COLLEAGUE_ROW>

const COLLEAGUE = `SELECT u.id, u.username, u.name, s.role, s.area_code AS "areaCode", a.name AS "areaName", s.disabled_at AS "disabledAt",
  s.initial_until AS "initialUntil", u.two_factor_enabled AS "hasFactor"
  FROM staff s JOIN access_user u ON u.id = s.user_id LEFT JOIN area a ON a.code = s.area_code`

export interface ColleagueSearch {
  /** Accounts inside both areas. */
  readonly within: string
  readonly areaCode: string
  /** Part of a name or username; null: any. */
  readonly q: string | null
  /** `<area>/<username>` of the last row of the page before; null: the first page. */
  readonly after: string | null
  readonly limit: number
}

/** Accounts by area and username. */
export const findColleagueRows = (sql: Sql, { within, areaCode, q, after, limit }: ColleagueSearch): Promise<ColleagueRow[]> =>
  sql.query(
    `${COLLEAGUE} WHERE starts_with(s.area_code, $1) AND starts_with(s.area_code, $2)
       AND ($3::text IS NULL OR strpos(lower(u.name), lower($3)) > 0 OR strpos(u.username, lower($3)) > 0)
       AND ($4::text IS NULL OR s.area_code || '/' || u.username > $4)
     ORDER BY s.area_code || '/' || u.username LIMIT $5`,
    [within, areaCode, q, after, limit],
    COLLEAGUE_ROW,
  )

/** Accounts in use with one of these roles, whose area is in `area` or holds it: by area and name. */
export const findOfficers = (
  sql: Sql,
  { roles, area }: { readonly roles: readonly string[]; readonly area: string },
): Promise<ColleagueRow[]> =>
  sql.query(
    `${COLLEAGUE} WHERE s.role = ANY($1::text[]) AND (starts_with(s.area_code, $2) OR starts_with($2, s.area_code))
       AND s.disabled_at IS NULL AND s.initial_until IS NULL ORDER BY s.area_code, u.name, u.id`,
    [roles, area],
    COLLEAGUE_ROW,
  )

/** One account, locked until the transaction ends. */
export const lockColleague = async (tx: Sql, id: string): Promise<ColleagueRow | undefined> => {
  await tx.run('SELECT 1 AS one FROM staff WHERE user_id = $1 FOR UPDATE', [id])
  return (await tx.query(`${COLLEAGUE} WHERE u.id = $1`, [id], COLLEAGUE_ROW))[0]
}

/** Disables an account at an instant; null enables it. */
export const setDisabled = (tx: Sql, id: string, at: Date | null): Promise<number> =>
  tx.run('UPDATE staff SET disabled_at = $2 WHERE user_id = $1', [id, at])

export const updateColleague = async (
  tx: Sql,
  id: string,
  to: Pick<StaffMember, 'name' | 'role' | 'areaCode'>,
  at: Date,
): Promise<void> => {
  await tx.run('UPDATE staff SET role = $2, area_code = $3 WHERE user_id = $1', [id, to.role, to.areaCode])
  await tx.run('UPDATE access_user SET name = $2, updated_at = $3 WHERE id = $1', [id, to.name, at])
}

/** Sets the owner's password: the account is active. */
export const setPassword = async (tx: Sql, id: string, hash: string, at: Date): Promise<void> => {
  await tx.run(`UPDATE access_account SET password = $2, updated_at = $3 WHERE user_id = $1 AND provider_id = 'credential'`, [
    id,
    hash,
    at,
  ])
  await tx.run('UPDATE staff SET initial_until = NULL, activation_digest = NULL WHERE user_id = $1', [id])
}

/** Takes the password away: the owner activates the account again, with a code from `madeBy`. */
export const setActivation = async (
  tx: Sql,
  id: string,
  { digest, until }: Activation,
  madeBy: string,
  at: Date,
): Promise<void> => {
  await tx.run(`UPDATE access_account SET password = NULL, updated_at = $2 WHERE user_id = $1 AND provider_id = 'credential'`, [
    id,
    at,
  ])
  await tx.run('UPDATE staff SET initial_until = $2, activation_digest = $3, made_by = $4 WHERE user_id = $1', [
    id,
    until,
    digest,
    madeBy,
  ])
}

/** The activation that an account waits for; its row is locked until the transaction ends. */
export const lockActivation = async (tx: Sql, id: string): Promise<Activation | undefined> =>
  (
    await tx.query(
      `SELECT activation_digest AS digest, initial_until AS until FROM staff
       WHERE user_id = $1 AND disabled_at IS NULL AND activation_digest IS NOT NULL AND initial_until IS NOT NULL FOR UPDATE`,
      [id],
      { digest: col.uuid, until: col.instant },
    )
  )[0]

/** Whether one of two accounts was made by the other, or had its last activation code from it. */
export const isMadeByOther = async (sql: Sql, one: string, other: string): Promise<boolean> =>
  (
    await sql.query(
      'SELECT 1 AS one FROM staff WHERE (user_id = $1 AND made_by = $2) OR (user_id = $2 AND made_by = $1)',
      [one, other],
      { one: col.integer },
    )
  ).length > 0

/** Locks an account's factors until the transaction ends, so that two requests cannot each remove the last but one. */
export const lockFactors = (tx: Sql, userId: string): Promise<number> =>
  tx.run('SELECT 1 AS one FROM access_user WHERE id = $1 FOR UPDATE', [userId])
