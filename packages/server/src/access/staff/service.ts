/** Accounts of the people who work with the system: made by an administrator, never by oneself. */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '@mingce/domain/result'
import { hashPassword } from 'better-auth/crypto'
import { recordAudit } from '../../platform/audit/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import { type Database, once, type Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import type { AccessFailure } from '../errors.ts'
import { type Actor, ROLES, type Role } from '../gate/index.ts'
import { PASSWORD_MIN, USERNAME } from './auth/index.ts'

export interface NewStaff {
  /** 3 to 30 small letters, digits, `.`, `_` and `-`; capitals are made small. */
  readonly username: string
  /** As colleagues know the person; stands in the audit trail. */
  readonly name: string
  /** At least 10 characters. */
  readonly password: string
  readonly role: Role
  /** 2 to 12 digits; what the person may do holds there and in all areas inside. */
  readonly areaCode: string
}

export interface StaffMember {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly role: Role
  readonly areaCode: string
}

const check = (input: NewStaff): Failure<AccessFailure> | null => {
  const invalid = (field: keyof NewStaff, zh: string, en: string) => ({ code: 'staff.invalid', field, text: { zh, en } }) as const
  if (!USERNAME.test(input.username.toLowerCase()))
    return invalid(
      'username',
      '用户名为3至30个小写字母、数字或 . _ -',
      'A username has 3 to 30 lowercase letters, digits or . _ -',
    )
  if (input.name.trim() === '' || input.name.length > 60) return invalid('name', '请填写姓名', 'Enter the name')
  if (input.password.length < PASSWORD_MIN || input.password.length > 128)
    return invalid('password', `密码至少${PASSWORD_MIN}个字符`, `A password has at least ${PASSWORD_MIN} characters`)
  if (!ROLES.includes(input.role))
    return invalid('role', `岗位应为 ${ROLES.join('、')}`, `The role must be one of ${ROLES.join(', ')}`)
  if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(input.areaCode))
    return invalid('areaCode', '行政区划代码为2、4、6、9或12位数字', 'An area code has 2, 4, 6, 9 or 12 digits')
  return null
}

/** Who makes an account: a colleague, or whoever holds the machine. */
export interface Maker {
  readonly clock: Clock
  readonly actor: Pick<Actor, 'name' | 'role'>
}

export interface Beginning {
  /** The password opens the account until then and has to be changed at once. Without it the password is the person's own. */
  readonly initialUntil?: Date
  readonly requestId?: string | undefined
}

/**
 * Makes an account and says so in the audit trail, in one transaction.
 * Fails with `staff.invalid` (field named) or `staff.taken` when the username exists.
 */
export const createStaff = async (
  database: Database,
  input: NewStaff,
  maker: Maker,
  { initialUntil, requestId }: Beginning = {},
): Promise<Result<StaffMember, Failure<AccessFailure>>> => {
  const wrong = check(input)
  if (wrong) return fail(wrong)
  const password = await hashPassword(input.password)
  const username = input.username.toLowerCase()
  const id = randomUUID()
  const at = maker.clock.now()
  return database.transaction(async tx => {
    const made = await tx.run(
      `INSERT INTO access_user (id, name, username, email, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
       ON CONFLICT (username) DO NOTHING`,
      [id, input.name.trim(), username, `${username}@staff.invalid`, at],
    )
    if (made === 0) return fail({ code: 'staff.taken', field: 'username' } as const)
    await tx.run(
      `INSERT INTO access_account (id, user_id, account_id, provider_id, password, created_at, updated_at)
       VALUES ($1, $2, $2, 'credential', $3, $4, $4)`,
      [randomUUID(), id, password, at],
    )
    await tx.run('INSERT INTO staff (user_id, role, area_code, created_at, initial_until) VALUES ($1, $2, $3, $4, $5)', [
      id,
      input.role,
      input.areaCode,
      at,
      initialUntil ?? null,
    ])
    if (requestId) await once(tx, { requestId, actor: maker.actor.name, action: 'staff.created', at }, async () => ({ id }))
    await recordAudit(tx, {
      countyCode: input.areaCode.slice(0, 6),
      at,
      actor: maker.actor.name,
      role: maker.actor.role,
      action: 'staff.created',
      subject: username,
      details: { name: input.name.trim(), role: input.role, area: input.areaCode },
      requestId,
    })
    return ok({ id, username, name: input.name.trim(), role: input.role, areaCode: input.areaCode })
  })
}

/** The account of a user, unless it is disabled. */
export const findStaff = async (sql: Sql, userId: string): Promise<StaffMember | undefined> =>
  (
    await sql.query<StaffMember>(
      `SELECT u.id, u.username, u.name, s.role, s.area_code AS "areaCode" FROM staff s JOIN access_user u ON u.id = s.user_id
       WHERE s.user_id = $1 AND s.disabled_at IS NULL`,
      [userId],
    )
  )[0]

/** Is there anybody who can sign in? */
export const hasStaff = async (sql: Sql): Promise<boolean> =>
  (await sql.query<{ some: boolean }>('SELECT EXISTS (SELECT FROM staff WHERE disabled_at IS NULL) AS some'))[0]?.some === true
