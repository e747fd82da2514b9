/**
 * Accounts of colleagues: made, changed, disabled, given a new activation code. This takes the permission `accounts`, inside the actor's own
 * area. Accounts are made, and codes and second factors reset, by the level above only, so that nobody makes or takes over the account of
 * a second officer of the same level. The maker never knows a password: the owner sets it with the code, and adds a factor of the own.
 */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '@mingce/domain/result'
import { findArea } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import type { AccessFailure } from '../errors.ts'
import type { Context } from '../gate/index.ts'
import { type Actor, authorise, GRANTS, type Permission, ROLES, type Role } from '../gate/index.ts'
import { deleteApp, deletePasskeys, forgetFailures, INITIAL_DAYS, proofDigest } from './auth/index.ts'
import { activationOf, newActivationCode } from './service.activation.ts'
import { createStaff } from './service.ts'
import { endSessions, findEntry, markFactors } from './session/index.ts'
import {
  type ColleagueRow,
  findColleagueRows,
  findOfficers,
  lockColleague,
  setActivation,
  setDisabled,
  updateColleague,
} from './store.ts'

type Answer<T> = Promise<Result<T, Failure<AccessFailure>>>

/** The part of a context that accounts need. The command line has no request id. */
export type AccountContext = Pick<Context, 'database' | 'keys' | 'clock' | 'actor'> & {
  readonly requestId?: string | undefined
  readonly earlierRequestId?: string | undefined
}

export interface Colleague extends ColleagueRow {
  /** Whether the actor may change it: not the actor's own, and none with a higher role. */
  readonly mayChange: boolean
  /** Whether the actor may remove its second factors or issue an activation code: only for someone with a lower role. */
  readonly mayResetFactors: boolean
}

const RANK: Readonly<Record<Role, number>> = { city: 4, district: 3, township: 2, station: 1, auditor: 1 }
const PAGE = 100

/** The command line of the machine, whose actor has the whole country as its area, ranks above every role. */
const rankOf = ({ role, areaCode }: Pick<Actor, 'role' | 'areaCode'>): number => (areaCode === '' ? 5 : RANK[role])

const asSeenBy =
  (actor: Actor) =>
  (row: ColleagueRow): Colleague => ({
    ...row,
    mayChange: row.id !== actor.id && RANK[row.role] <= rankOf(actor),
    mayResetFactors: row.id !== actor.id && RANK[row.role] < rankOf(actor),
  })

const activationEnd = (at: Date): Date => new Date(at.getTime() + INITIAL_DAYS * 86_400_000)

/** Officers in use who have a permission in an area, in a part of it, or in an area that holds it. */
export const findOfficersWho = (sql: Sql, permission: Permission, area: string): Promise<ColleagueRow[]> =>
  findOfficers(sql, { roles: ROLES.filter(role => GRANTS[role].includes(permission)), area })

export interface ColleagueFilter {
  /** Part of a name or username. */
  readonly q?: string | undefined
  readonly areaCode?: string | undefined
  /** `<area>/<username>` of the last account of the page before. */
  readonly after?: string | undefined
}

/** Accounts inside the own area, by area and username, a page at a time. An auditor sees them and changes none. */
export const findColleagues = async (
  ctx: AccountContext,
  { q, areaCode, after }: ColleagueFilter,
): Answer<{ readonly items: Colleague[]; readonly next: string | null }> => {
  const mayChange = authorise(ctx.actor, 'accounts', ctx.actor.areaCode).ok
  if (!mayChange && !authorise(ctx.actor, 'audit', ctx.actor.areaCode).ok) return fail({ code: 'account.unknown' })
  const rows = await findColleagueRows(ctx.database, {
    within: ctx.actor.areaCode,
    areaCode: areaCode ?? '',
    q: q ?? null,
    after: after ?? null,
    limit: PAGE + 1,
  })
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return ok({
    items: page.map(asSeenBy(ctx.actor)).map(one => (mayChange ? one : { ...one, mayChange: false, mayResetFactors: false })),
    next: rows.length > PAGE && last ? `${last.areaCode}/${last.username}` : null,
  })
}

/** Whether the actor may give somebody this role in this area: one below the own. */
const checkGrant = async (ctx: AccountContext, role: Role, areaCode: string): Answer<true> => {
  if (!authorise(ctx.actor, 'accounts', areaCode).ok) return fail({ code: 'account.area', field: 'areaCode' })
  if (RANK[role] >= rankOf(ctx.actor)) return fail({ code: 'account.rank', field: 'role' })
  if (!(await findArea(ctx.database, areaCode)))
    return fail({
      code: 'staff.invalid',
      field: 'areaCode',
      text: { zh: '没有这个行政区划代码', en: 'There is no area with this code' },
    })
  return ok(true)
}

export interface NewColleague {
  readonly username: string
  readonly name: string
  readonly role: Role
  readonly areaCode: string
}

export interface WithActivationCode {
  readonly id: string
  readonly username: string
  /** Shown once; null on a retry of the same request, whose first answer had it. */
  readonly activationCode: string | null
  readonly until: string
}

/** Makes an account that its owner activates with the code. */
export const addColleague = async (ctx: AccountContext, input: NewColleague): Answer<WithActivationCode> => {
  const allowed = await checkGrant(ctx, input.role, input.areaCode)
  if (!allowed.ok) return allowed
  const code = newActivationCode()
  const until = activationEnd(ctx.clock.now())
  const id = randomUUID()
  const activation = activationOf(ctx.keys, id, code, until)
  const { requestId, earlierRequestId } = ctx
  const options = { id, activation, madeBy: ctx.actor.id, requestId, earlierRequestId }
  const made = await createStaff(ctx.database, { ...input, password: null }, ctx, options)
  if (!made.ok) return made
  const { username } = made.value
  if (made.value.id === id) return ok({ id, username, activationCode: code, until: until.toISOString() })
  // A retry gets the first request's account, and the code of that one is not known any more.
  const entry = await findEntry(ctx.database, username)
  return ok({ id: made.value.id, username, activationCode: null, until: (entry?.initialUntil ?? until).toISOString() })
}

/** What a change of an account does: its answer, and the details of its audit row; no details: nothing changed, and nothing is recorded. */
interface Changed<T> {
  readonly answer: T
  readonly details?: Readonly<Record<string, unknown>>
}

/** Changes somebody's account and records it. The answer is kept under the request id, so it holds no secret. */
const change = <T>(
  ctx: AccountContext,
  id: string,
  action: AuditEntry['action'],
  work: (tx: Sql, colleague: Colleague, at: Date) => Answer<Changed<T>>,
): Answer<T> =>
  write<T, Failure<AccessFailure>>(ctx, { action: `${action}/${id}` }, async (tx, at) => {
    const row = await lockColleague(tx, id)
    if (!row || !authorise(ctx.actor, 'accounts', row.areaCode).ok) return fail({ code: 'account.unknown' })
    const colleague = asSeenBy(ctx.actor)(row)
    if (colleague.id === ctx.actor.id) return fail({ code: 'account.own' })
    if (!colleague.mayChange) return fail({ code: 'account.rank' })
    const changed = await work(tx, colleague, at)
    if (!changed.ok) return changed
    const { answer, details } = changed.value
    const audit = { countyCode: row.areaCode.slice(0, 6), action, subject: row.username }
    return ok({ answer, audit: details ? { ...audit, details } : [] })
  })

/** Disables an account: its sessions end at once, and nobody signs in with it until it is enabled again. */
export const disableColleague = (ctx: AccountContext, id: string): Answer<true> =>
  change(ctx, id, 'staff.disabled', async (tx, { disabledAt }, at) => {
    if (disabledAt) return ok({ answer: true })
    await setDisabled(tx, id, at)
    return ok({ answer: true, details: { sessionsEnded: await endSessions(tx, id) } })
  })

export const enableColleague = (ctx: AccountContext, id: string): Answer<true> =>
  change(ctx, id, 'staff.enabled', async (tx, { disabledAt }) => {
    if (!disabledAt) return ok({ answer: true })
    await setDisabled(tx, id, null)
    return ok({ answer: true, details: {} })
  })

/** Changes name, role or area; from the next request on the account has the new ones. */
export const changeColleague = async (ctx: AccountContext, id: string, to: Omit<NewColleague, 'username'>): Answer<true> => {
  const allowed = await checkGrant(ctx, to.role, to.areaCode)
  if (!allowed.ok) return allowed
  return change(ctx, id, 'staff.changed', async (tx, { name, role, areaCode }, at) => {
    await updateColleague(tx, id, to, at)
    return ok({
      answer: true,
      details: { before: { name, role, area: areaCode }, name: to.name, role: to.role, area: to.areaCode },
    })
  })
}

/**
 * Issues a new activation code: the password is void, locks are lifted, sessions end, second factors stay. Whoever has a factor needs it after
 * activating, so a code alone takes no account over.
 */
export const resetPassword = async (ctx: AccountContext, id: string): Answer<WithActivationCode> => {
  const code = newActivationCode()
  const until = activationEnd(ctx.clock.now())
  // A retry gets the first request's answer, and the code of that one is not known any more.
  let isFirst = false
  const reset = await change(ctx, id, 'password.reset', async (tx, { username, mayResetFactors }, at) => {
    if (!mayResetFactors) return fail({ code: 'account.rank' })
    isFirst = true
    await setActivation(tx, id, activationOf(ctx.keys, id, code, until), ctx.actor.id, at)
    await forgetFailures(tx, proofDigest(ctx.keys, id))
    return ok({
      answer: { id, username, until: until.toISOString() },
      details: { sessionsEnded: await endSessions(tx, id) },
    })
  })
  return reset.ok ? ok({ ...reset.value, activationCode: isFirst ? code : null }) : reset
}

/** Removes all second factors of someone with a lower role who lost a phone. The person adds a new one at the next sign-in. */
export const resetFactors = (ctx: AccountContext, id: string): Answer<true> =>
  change(ctx, id, 'second-factor.reset', async (tx, { mayResetFactors }) => {
    if (!mayResetFactors) return fail({ code: 'account.rank' })
    await deleteApp(tx, id)
    await deletePasskeys(tx, id)
    await markFactors(tx, id)
    return ok({ answer: true, details: { sessionsEnded: await endSessions(tx, id) } })
  })

/** The id of a username inside the own area. */
export const findColleagueId = async (ctx: AccountContext, username: string): Answer<string> => {
  const entry = await findEntry(ctx.database, username.toLowerCase())
  return entry && authorise(ctx.actor, 'accounts', entry.areaCode).ok ? ok(entry.id) : fail({ code: 'account.unknown' })
}
