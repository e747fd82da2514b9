/**
 * Accounts of colleagues: made, changed, disabled, given a new initial password. Whoever has `accounts` does it inside the own area and for
 * roles not above the own; second factors are taken away only from someone below, so that no two equals can take on each other's identity.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { hashPassword } from 'better-auth/crypto'
import { findArea } from '../../platform/areas/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { type Database, once } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import type { AccessFailure } from '../errors.ts'
import type { Context } from '../gate/index.ts'
import { type Actor, authorise, type Role } from '../gate/index.ts'
import { forgetFailures, INITIAL_DAYS, proofDigest, randomLetters, signInDigest } from './auth/index.ts'
import { createStaff } from './service.ts'
import { endSessions, findEntry, markFactors } from './session/index.ts'

type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]
type Answer<T> = Promise<Result<T, Failure<AccessFailure>>>

/** What is needed of a context; the command line has no request id. */
export type AccountContext = Pick<Context, 'database' | 'keys' | 'clock' | 'actor'> & { readonly requestId?: string | undefined }

export interface ColleagueRow {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly role: Role
  readonly areaCode: string
  readonly areaName: string | null
  readonly disabledAt: Date | null
  /** Waits for the first sign-in until then. */
  readonly initialUntil: Date | null
  readonly hasFactor: boolean
}

export interface Colleague extends ColleagueRow {
  /** May the one who asks change it? Not the own, and not one above. */
  readonly mayChange: boolean
  /** May the one who asks take its second factors away? */
  readonly mayResetFactors: boolean
}

const RANK: Readonly<Record<Role, number>> = { city: 4, district: 3, township: 2, station: 1, auditor: 1 }
export const PAGE = 100

/** Whoever sits at the machine stands above all; `localActor` has the role district and the whole country. */
const rankOf = ({ role, areaCode }: Pick<Actor, 'role' | 'areaCode'>): number => (areaCode === '' ? 5 : RANK[role])

const seenBy =
  (actor: Actor) =>
  (row: ColleagueRow): Colleague => ({
    ...row,
    mayChange: row.id !== actor.id && RANK[row.role] <= rankOf(actor),
    mayResetFactors: row.id !== actor.id && RANK[row.role] < rankOf(actor),
  })

/** An initial password: 16 letters in fours, read from paper without doubt. */
const initialPassword = (): string => Array.from({ length: 4 }, () => randomLetters(4)).join('-')
const initialUntil = (at: Date): Date => new Date(at.getTime() + INITIAL_DAYS * 86_400_000)

const ROW = `u.id, u.username, u.name, s.role, s.area_code AS "areaCode", a.name AS "areaName", s.disabled_at AS "disabledAt",
  s.initial_until AS "initialUntil", u.two_factor_enabled AS "hasFactor"
  FROM staff s JOIN access_user u ON u.id = s.user_id LEFT JOIN area a ON a.code = s.area_code`

export interface ColleagueFilter {
  /** Part of a name or username. */
  readonly q?: string | undefined
  readonly areaCode?: string | undefined
  /** `<area>/<username>` of the last one shown. */
  readonly after?: string | undefined
}

/** Accounts inside the own area, by area and username, a page at a time. */
export const findColleagues = async (
  ctx: AccountContext,
  { q, areaCode, after }: ColleagueFilter,
): Answer<{ readonly items: Colleague[]; readonly next: string | null }> => {
  const may = authorise(ctx.actor, 'accounts', ctx.actor.areaCode)
  if (!may.ok) return fail({ code: 'account.unknown' })
  const rows = await ctx.database.query<ColleagueRow>(
    `SELECT ${ROW} WHERE starts_with(s.area_code, $1) AND starts_with(s.area_code, $2)
       AND ($3::text IS NULL OR strpos(lower(u.name), lower($3)) > 0 OR strpos(u.username, lower($3)) > 0)
       AND ($4::text IS NULL OR s.area_code || '/' || u.username > $4)
     ORDER BY s.area_code || '/' || u.username LIMIT $5`,
    [ctx.actor.areaCode, areaCode ?? '', q ?? null, after ?? null, PAGE + 1],
  )
  const shown = rows.slice(0, PAGE)
  const last = shown.at(-1)
  return ok({
    items: shown.map(seenBy(ctx.actor)),
    next: rows.length > PAGE && last ? `${last.areaCode}/${last.username}` : null,
  })
}

/** An account as the one who asks sees it; one outside the own area is not there. */
const getColleague = async (tx: Tx, actor: Actor, id: string): Answer<Colleague> => {
  const [row] = await tx.query<ColleagueRow>(`SELECT ${ROW} WHERE u.id = $1`, [id])
  if (!row || !authorise(actor, 'accounts', row.areaCode).ok) return fail({ code: 'account.unknown' })
  return ok(seenBy(actor)(row))
}

/** May the one who asks give somebody this role in this area? */
const mayGive = async (ctx: AccountContext, role: Role, areaCode: string): Answer<true> => {
  if (!authorise(ctx.actor, 'accounts', areaCode).ok) return fail({ code: 'account.area', field: 'areaCode' })
  if (RANK[role] > rankOf(ctx.actor)) return fail({ code: 'account.rank', field: 'role' })
  if (!(await findArea(ctx.database, areaCode)))
    return fail({
      code: 'staff.invalid',
      field: 'areaCode',
      text: { zh: '没有这个行政区划代码', en: 'There is no area with this code' },
    })
  return ok(true)
}

const audit = (tx: Tx, ctx: AccountContext, to: Pick<Colleague, 'username' | 'areaCode'>, action: string, details: object = {}) =>
  recordAudit(tx, {
    countyCode: to.areaCode.slice(0, 6),
    at: ctx.clock.now(),
    actor: ctx.actor.name,
    role: ctx.actor.role,
    action,
    subject: to.username,
    details: { ...details },
    requestId: ctx.requestId,
  })

export interface NewColleague {
  readonly username: string
  readonly name: string
  readonly role: Role
  readonly areaCode: string
}

export interface WithInitialPassword {
  readonly id: string
  readonly username: string
  /** Shown once; null on a retry of the same request, whose first answer had it. */
  readonly initialPassword: string | null
  readonly until: string
}

/** Makes an account with an initial password, which has to be changed at the first sign-in. */
export const addColleague = async (ctx: AccountContext, input: NewColleague): Answer<WithInitialPassword> => {
  const may = await mayGive(ctx, input.role, input.areaCode)
  if (!may.ok) return may
  const password = initialPassword()
  const until = initialUntil(ctx.clock.now())
  if (ctx.requestId) {
    const [before] = await ctx.database.query('SELECT 1 AS one FROM request WHERE id = $1', [ctx.requestId])
    const made = before ? await findEntry(ctx.database, input.username.toLowerCase()) : undefined
    if (made)
      return ok({
        id: made.id,
        username: made.username,
        initialPassword: null,
        until: (made.initialUntil ?? until).toISOString(),
      })
  }
  const made = await createStaff(ctx.database, { ...input, password }, ctx, { initialUntil: until, requestId: ctx.requestId })
  if (!made.ok) return made
  return ok({ id: made.value.id, username: made.value.username, initialPassword: password, until: until.toISOString() })
}

/** Runs a change of somebody's account once, in one transaction with its audit row. What it answers is kept with the request: no secrets. */
const change = async <T>(
  ctx: AccountContext,
  id: string,
  action: string,
  work: (tx: Tx, of: Colleague) => Answer<T>,
): Answer<T> =>
  ctx.database.transaction(async tx =>
    once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action: `${action}/${id}`, at: ctx.clock.now() }, async () => {
      await tx.run('SELECT 1 AS one FROM staff WHERE user_id = $1 FOR UPDATE', [id])
      const of = await getColleague(tx, ctx.actor, id)
      if (!of.ok) return of
      if (of.value.id === ctx.actor.id) return fail({ code: 'account.own' })
      if (!of.value.mayChange) return fail({ code: 'account.rank' })
      return work(tx, of.value)
    }),
  )

/** Disables an account: its sessions end at once, and nobody signs in with it until it is enabled again. */
export const disableColleague = (ctx: AccountContext, id: string): Answer<true> =>
  change(ctx, id, 'staff.disabled', async (tx, of) => {
    if (of.disabledAt) return ok(true)
    await tx.run('UPDATE staff SET disabled_at = $2 WHERE user_id = $1', [id, ctx.clock.now()])
    await audit(tx, ctx, of, 'staff.disabled', { sessionsEnded: await endSessions(tx, id) })
    return ok(true)
  })

export const enableColleague = (ctx: AccountContext, id: string): Answer<true> =>
  change(ctx, id, 'staff.enabled', async (tx, of) => {
    if (!of.disabledAt) return ok(true)
    await tx.run('UPDATE staff SET disabled_at = NULL WHERE user_id = $1', [id])
    await audit(tx, ctx, of, 'staff.enabled')
    return ok(true)
  })

/** Gives another name, role or area; it holds from the next request on. */
export const changeColleague = async (ctx: AccountContext, id: string, to: Omit<NewColleague, 'username'>): Answer<true> => {
  const may = await mayGive(ctx, to.role, to.areaCode)
  if (!may.ok) return may
  return change(ctx, id, 'staff.changed', async (tx, of) => {
    await tx.run('UPDATE staff SET role = $2, area_code = $3 WHERE user_id = $1', [id, to.role, to.areaCode])
    await tx.run('UPDATE access_user SET name = $2, updated_at = $3 WHERE id = $1', [id, to.name, ctx.clock.now()])
    const before = { name: of.name, role: of.role, area: of.areaCode }
    await audit(tx, ctx, of, 'staff.changed', { before, name: to.name, role: to.role, area: to.areaCode })
    return ok(true)
  })
}

/** Gives a new initial password: locks are lifted, sessions end, second factors stay. */
export const resetPassword = async (ctx: AccountContext, id: string): Answer<WithInitialPassword> => {
  const password = initialPassword()
  const hash = await hashPassword(password)
  const until = initialUntil(ctx.clock.now())
  let fresh = false
  const reset = await change(ctx, id, 'password.reset', async (tx, of) => {
    fresh = true
    await tx.run(`UPDATE access_account SET password = $2, updated_at = $3 WHERE user_id = $1 AND provider_id = 'credential'`, [
      id,
      hash,
      ctx.clock.now(),
    ])
    await tx.run('UPDATE staff SET initial_until = $2 WHERE user_id = $1', [id, until])
    for (const digest of [signInDigest(ctx.keys, of.username), proofDigest(ctx.keys, id)]) await forgetFailures(tx, digest)
    await audit(tx, ctx, of, 'password.reset', { sessionsEnded: await endSessions(tx, id) })
    return ok({ id, username: of.username, until: until.toISOString() })
  })
  return reset.ok ? ok({ ...reset.value, initialPassword: fresh ? password : null }) : reset
}

/** Takes all second factors of someone below away: a phone was lost. The person adds a new one at the next sign-in. */
export const resetFactors = (ctx: AccountContext, id: string): Answer<true> =>
  change(ctx, id, 'second-factor.reset', async (tx, of) => {
    if (!of.mayResetFactors) return fail({ code: 'account.rank' })
    await tx.run('DELETE FROM access_two_factor WHERE user_id = $1', [id])
    await tx.run('DELETE FROM access_passkey WHERE user_id = $1', [id])
    await markFactors(tx, id)
    await audit(tx, ctx, of, 'second-factor.reset', { sessionsEnded: await endSessions(tx, id) })
    return ok(true)
  })

/** The id of a username inside the own area. */
export const findColleagueId = async (ctx: AccountContext, username: string): Answer<string> => {
  const entry = await findEntry(ctx.database, username.toLowerCase())
  return entry && authorise(ctx.actor, 'accounts', entry.areaCode).ok ? ok(entry.id) : fail({ code: 'account.unknown' })
}
