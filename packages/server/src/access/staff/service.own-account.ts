/**
 * One's own account: password, second factors, sessions. What needs a proof counts wrong ones like wrong passwords at the door. These do not
 * take a request id: what they answer is shown once and kept nowhere.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { hashPassword } from 'better-auth/crypto'
import type { FastifyRequest } from 'fastify'
import { recordAudit } from '../../platform/audit/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { type Failure, httpFailures } from '../../platform/http/index.ts'
import type { AccessFailure } from '../errors.ts'
import type { Context } from '../gate/index.ts'
import type { ProvenBody } from './auth/index.ts'
import {
  type Auth,
  acceptApp,
  askForPasskey,
  askInside,
  checkPasskey,
  countFailure,
  forgetFailures,
  IDLE_MINUTES,
  innerHeaders,
  isAppCode,
  isFreshCode,
  isLocked,
  isPasswordOf,
  keepPasskey,
  newBackupCodes,
  offerApp,
  offerPasskey,
  PASSWORD_MIN,
  proofDigest,
  SESSION_SECONDS,
  saveApp,
  saveBackupCodes,
  siteOf,
} from './auth/index.ts'
import type { OwnAccountUseCases } from './routes.own-account.ts'
import type { SessionSettings, Sessions } from './session/index.ts'
import { endSession, endSessions, findFactors, findSessions, markFactors, type Standing, stampFactor } from './session/index.ts'

type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]
type Answer<T> = Result<T, Failure<AccessFailure>>

/** Long enough, not the name, not one letter over and over. */
export const isFitPassword = (password: string, username: string): boolean =>
  password.length >= PASSWORD_MIN &&
  password.length <= 128 &&
  !password.toLowerCase().includes(username.toLowerCase()) &&
  new Set(password).size >= 5

export const openOwnAccount = (
  auth: Auth,
  sessions: Pick<Sessions, 'standingOf'>,
  { secondFactor = 'optional', publicUrl }: SessionSettings = {},
): OwnAccountUseCases => {
  const standingOf = async (request: FastifyRequest): Promise<Standing> => {
    const standing = await sessions.standingOf(request)
    if (!standing) throw httpFailures.refuse({ code: 'sign-in.needed' })
    return standing
  }
  const audit = (tx: Tx, ctx: Context, own: Standing, action: string, details: Readonly<Record<string, unknown>> = {}) =>
    recordAudit(tx, {
      countyCode: own.areaCode.slice(0, 6),
      at: ctx.clock.now(),
      actor: own.name,
      role: own.role,
      action,
      subject: own.username,
      details,
      requestId: ctx.requestId,
    })
  const desk = (ctx: Context) => ({ sql: ctx.database, keys: ctx.keys, at: ctx.clock.now() })

  /** Counts a wrong proof and says so. */
  const wrong = async (ctx: Context, own: Standing, code: 'password.wrong' | 'proof.wrong'): Promise<Answer<never>> => {
    const locked = await ctx.database.transaction(tx => countFailure(tx, proofDigest(ctx.keys, own.id), ctx.clock.now()))
    return fail(locked ? { code: 'proof.locked' } : { code, field: code === 'password.wrong' ? 'password' : 'proof' })
  }

  const checkPassword = async (ctx: Context, own: Standing, password: string): Promise<Answer<true>> => {
    if (await isLocked(ctx.database, proofDigest(ctx.keys, own.id), ctx.clock.now())) return fail({ code: 'proof.locked' })
    return (await isPasswordOf(ctx.database, own.id, password)) ? ok(true) : wrong(ctx, own, 'password.wrong')
  }

  const checkProof = async (
    request: FastifyRequest,
    ctx: Context,
    own: Standing,
    proof: ProvenBody['proof'],
  ): Promise<boolean> => {
    if ('passkey' in proof)
      return (await ctx.database.transaction(tx => checkPasskey({ ...desk(ctx), sql: tx }, 'prove', proof.passkey, own.id))).ok
    const app = isAppCode(proof.code)
    if (app && !(await isFreshCode(ctx.database, ctx.keys, own.id, proof.code, ctx.clock.now()))) return false
    const door = app ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
    const answer = await askInside(
      auth,
      door,
      { code: proof.code, ...(app ? {} : { disableSession: true }) },
      innerHeaders(request),
    )
    if (answer.status === 429) throw httpFailures.refuse({ code: 'request.too-many' })
    return answer.ok
  }

  /** Password, and a factor where the account has one. */
  const prove = async (
    request: FastifyRequest,
    ctx: Context,
    own: Standing,
    { password, proof }: { password: string; proof?: ProvenBody['proof'] | undefined },
  ): Promise<Answer<true>> => {
    const known = await checkPassword(ctx, own, password)
    if (!known.ok) return known
    if (own.hasFactor) {
      if (!proof) return fail({ code: 'proof.needed', field: 'proof' })
      if (!(await checkProof(request, ctx, own, proof))) return wrong(ctx, own, 'proof.wrong')
    }
    await ctx.database.transaction(tx => forgetFailures(tx, proofDigest(ctx.keys, own.id)))
    return ok(true)
  }

  const site = (request: FastifyRequest) => siteOf(request, publicUrl)

  /** Takes a factor away with `remove`, unless it is the last one where one is required. */
  const takeAway = (ctx: Context, own: Standing, details: object, remove: (tx: Tx) => Promise<number>): Promise<Answer<true>> =>
    ctx.database.transaction(async tx => {
      await tx.run('SELECT 1 AS one FROM access_user WHERE id = $1 FOR UPDATE', [own.id])
      const { totp, passkeys } = await findFactors(tx, own.id)
      if (secondFactor === 'required' && Number(totp) + passkeys.length <= 1) return fail({ code: 'factor.last' })
      if ((await remove(tx)) === 0) return fail({ code: 'factor.unknown' })
      await markFactors(tx, own.id)
      await audit(tx, ctx, own, 'second-factor.removed', { ...details })
      return ok(true)
    })

  return {
    async getAccount(ctx, request) {
      const own = await standingOf(request)
      const { totp, passkeys } = await findFactors(ctx.database, own.id)
      const rows = await findSessions(ctx.database, own.id, ctx.clock.now())
      return {
        secondFactor: {
          rule: secondFactor,
          totp,
          passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
            id,
            name,
            createdAt: createdAt.toISOString(),
            lastUsedAt: lastUsedAt?.toISOString() ?? null,
          })),
          passkeysPossible: site(request) !== null,
        },
        sessions: rows.map(({ signedInAt, lastSeenAt, ...row }) => ({
          ...row,
          current: row.id === own.sessionId,
          signedInAt: signedInAt.toISOString(),
          lastSeenAt: lastSeenAt.toISOString(),
        })),
        sessionEnds: { idleMinutes: IDLE_MINUTES, hours: SESSION_SECONDS / 3600 },
      }
    },

    async changePassword(ctx, request, { password, newPassword }) {
      const own = await standingOf(request)
      const known = await checkPassword(ctx, own, password)
      if (!known.ok) return known
      if (newPassword === password || !isFitPassword(newPassword, own.username))
        return fail({ code: 'password.weak', field: 'newPassword' })
      const hash = await hashPassword(newPassword)
      await ctx.database.transaction(async tx => {
        await tx.run(
          `UPDATE access_account SET password = $2, updated_at = $3 WHERE user_id = $1 AND provider_id = 'credential'`,
          [own.id, hash, ctx.clock.now()],
        )
        await tx.run('UPDATE staff SET initial_until = NULL WHERE user_id = $1', [own.id])
        await forgetFailures(tx, proofDigest(ctx.keys, own.id))
        const ended = await endSessions(tx, own.id, own.sessionId)
        await audit(tx, ctx, own, 'password.changed', { sessionsEnded: ended })
      })
      return ok(true)
    },

    async startApp(ctx, request, body) {
      const own = await standingOf(request)
      if (own.initialUntil) return fail({ code: 'account.owes-password' })
      const proven = await prove(request, ctx, own, body)
      return proven.ok ? ok(offerApp(ctx.keys, own.id, own.username, ctx.clock.now())) : proven
    },

    async finishApp(ctx, request, body) {
      const own = await standingOf(request)
      const accepted = await acceptApp({ auth, keys: ctx.keys, at: ctx.clock.now() }, own.id, body)
      if (!accepted.ok) return accepted.error.code === 'proof.wrong' ? wrong(ctx, own, 'proof.wrong') : accepted
      if (!(await isFreshCode(ctx.database, ctx.keys, own.id, body.code, ctx.clock.now()))) return fail({ code: 'proof.wrong' })
      const codes = newBackupCodes()
      await ctx.database.transaction(async tx => {
        await saveApp(tx, auth, own.id, accepted.value.sealedSecret, codes)
        await markFactors(tx, own.id)
        await stampFactor(tx, own.sessionId, 'totp')
        await endSessions(tx, own.id, own.sessionId)
        await audit(tx, ctx, own, 'second-factor.added', { kind: 'totp' })
      })
      return ok({ backupCodes: codes })
    },

    async makeBackupCodes(ctx, request, body) {
      const own = await standingOf(request)
      const proven = await prove(request, ctx, own, body)
      if (!proven.ok) return proven
      const codes = newBackupCodes()
      return ctx.database.transaction(async tx => {
        if (!(await saveBackupCodes(tx, auth, own.id, codes))) return fail({ code: 'factor.unknown' })
        await audit(tx, ctx, own, 'backup-codes.made')
        return ok({ backupCodes: codes })
      })
    },

    async removeApp(ctx, request, body) {
      const own = await standingOf(request)
      const proven = await prove(request, ctx, own, body)
      if (!proven.ok) return proven
      return takeAway(ctx, own, { kind: 'totp' }, tx => tx.run('DELETE FROM access_two_factor WHERE user_id = $1', [own.id]))
    },

    async offerPasskey(ctx, request) {
      const own = await standingOf(request)
      const where = site(request)
      if (!where) return fail({ code: 'passkey.unavailable' })
      return ok(await offerPasskey(desk(ctx), where, own))
    },

    async addPasskey(ctx, request, { password, name, passkey }) {
      const own = await standingOf(request)
      if (own.initialUntil) return fail({ code: 'account.owes-password' })
      const known = await checkPassword(ctx, own, password)
      if (!known.ok) return known
      return ctx.database.transaction(async tx => {
        const kept = await keepPasskey({ ...desk(ctx), sql: tx }, own.id, name, passkey)
        if (!kept.ok) return kept
        await markFactors(tx, own.id)
        if (!own.hasFactor) await endSessions(tx, own.id, own.sessionId)
        await stampFactor(tx, own.sessionId, 'passkey')
        await audit(tx, ctx, own, 'second-factor.added', { kind: 'passkey' })
        return ok(true)
      })
    },

    async askForProof(ctx, request) {
      const own = await standingOf(request)
      const where = site(request)
      if (!where) return fail({ code: 'passkey.unavailable' })
      return ok(await askForPasskey(desk(ctx), where, own.id, 'prove'))
    },

    async removePasskey(ctx, request, passkeyId, body) {
      const own = await standingOf(request)
      const proven = await prove(request, ctx, own, body)
      if (!proven.ok) return proven
      return takeAway(ctx, own, { kind: 'passkey' }, tx =>
        tx.run('DELETE FROM access_passkey WHERE id = $1 AND user_id = $2', [passkeyId, own.id]),
      )
    },

    async endSession(ctx, request, sessionId) {
      const own = await standingOf(request)
      return ctx.database.transaction(async tx => {
        if (!(await endSession(tx, own.id, sessionId))) return fail({ code: 'session.unknown' })
        await audit(tx, ctx, own, 'session.ended', { sessionsEnded: 1 })
        return ok(true)
      })
    },

    async endOtherSessions(ctx, request) {
      const own = await standingOf(request)
      return ctx.database.transaction(async tx => {
        const ended = await endSessions(tx, own.id, own.sessionId)
        if (ended > 0) await audit(tx, ctx, own, 'session.ended', { sessionsEnded: ended })
        return ok(true)
      })
    },
  }
}
