/** Accounts of the people who work with the system: made by an administrator, never by oneself. */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '@mingce/domain/result'
import { hashPassword } from 'better-auth/crypto'
import type { Clock } from '../../platform/clock/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { write } from '../../platform/write/index.ts'
import type { AccessFailure } from '../errors.ts'
import { type Actor, ROLES, type Role } from '../gate/index.ts'
import { PASSWORD_MIN, USERNAME } from './auth/index.ts'
import { isFitPassword } from './service.passwords.ts'
import { type Activation, insertAccount, type StaffMember } from './store.ts'

export interface NewStaff {
  /** 3 to 30 lowercase letters, digits, `.`, `_` and `-`; uppercase letters become lowercase. */
  readonly username: string
  /** As colleagues know the person; the audit log names the person so. */
  readonly name: string
  /** At least 10 characters; null: the owner sets it with the activation code. */
  readonly password: string | null
  readonly role: Role
  /** 2 to 12 digits. The role's permissions apply in this area and in all areas inside it. */
  readonly areaCode: string
}

const check = (input: NewStaff, isDemo: boolean): Failure<AccessFailure> | null => {
  const invalid = (field: keyof NewStaff, zh: string, en: string) => ({ code: 'staff.invalid', field, text: { zh, en } }) as const
  if (!USERNAME.test(input.username.toLowerCase()))
    return invalid(
      'username',
      '用户名为3至30个小写字母、数字或 . _ -',
      'A username has 3 to 30 lowercase letters, digits or . _ -',
    )
  if (input.name.trim() === '' || input.name.length > 60) return invalid('name', '请填写姓名', 'Enter the name')
  if (input.password !== null && !isDemo && !isFitPassword(input.password, input))
    return invalid(
      'password',
      `密码至少${PASSWORD_MIN}个字符，不含用户名，不是常见密码`,
      `A password has at least ${PASSWORD_MIN} characters, does not contain the username, and is not a common one`,
    )
  if (!ROLES.includes(input.role))
    return invalid('role', `岗位应为 ${ROLES.join('、')}`, `The role must be one of ${ROLES.join(', ')}`)
  if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(input.areaCode))
    return invalid('areaCode', '行政区划代码为2、4、6、9或12位数字', 'An area code has 2, 4, 6, 9 or 12 digits')
  return null
}

/** Who makes an account: a colleague, or whoever uses the command line of this machine. */
export interface Maker {
  readonly clock: Clock
  readonly actor: Pick<Actor, 'name' | 'role'>
}

export interface NewStaffOptions {
  /** The account's id; a random one where not given. */
  readonly id?: string
  /** For an account without a password. */
  readonly activation?: Activation | undefined
  /** Id of the account of whoever makes it; by default the name of the maker. */
  readonly madeBy?: string | undefined
  readonly requestId?: string | undefined
  readonly earlierRequestId?: string | undefined
  /** The password is the demo's, which everybody knows: `mingce serve` refuses it elsewhere. */
  readonly isDemo?: boolean | undefined
}

/**
 * Makes an account. A retry with the same request id returns the account of the first request.
 * Fails with `staff.invalid` (field named) or `staff.taken` if the username exists.
 */
export const createStaff = async (
  database: Database,
  input: NewStaff,
  { clock, actor }: Maker,
  { id = randomUUID(), activation, madeBy, requestId, earlierRequestId, isDemo = false }: NewStaffOptions = {},
): Promise<Result<StaffMember, Failure<AccessFailure>>> => {
  const wrong = check(input, isDemo)
  if (wrong) return fail(wrong)
  const { role, areaCode } = input
  const member = { id, username: input.username.toLowerCase(), name: input.name.trim(), role, areaCode }
  const passwordHash = input.password === null ? null : await hashPassword(input.password)
  const account = {
    ...member,
    accountId: randomUUID(),
    passwordHash,
    activation: activation ?? null,
    madeBy: madeBy ?? actor.name,
  }
  return write<StaffMember, Failure<AccessFailure>>(
    { database, clock, actor: { id: actor.name, name: actor.name, role: actor.role }, requestId, earlierRequestId },
    { action: 'staff.created' },
    async (tx, at) => {
      if (!(await insertAccount(tx, account, at))) return fail({ code: 'staff.taken', field: 'username' })
      return ok({
        answer: member,
        audit: {
          countyCode: areaCode.slice(0, 6),
          action: 'staff.created',
          subject: member.username,
          details: { name: member.name, role, area: areaCode },
        },
      })
    },
  )
}
