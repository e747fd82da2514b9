/** The own account: password, second factors, sessions. A change that needs a proof counts a wrong one like a wrong password at sign-in. */
import { fail, ok } from '@mingce/domain/result'
import { hashPassword } from 'better-auth/crypto'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../gate/index.ts'
import { type Auth, forgetFailures, IDLE_MINUTES, proofDigest, SESSION_SECONDS, siteOf } from '../auth/index.ts'
import { isFitPassword } from '../service.passwords.ts'
import type { SessionSettings, Sessions } from '../session/index.ts'
import { endSession, endSessions, findFactors, findSessions } from '../session/index.ts'
import { setPassword } from '../store.ts'
import { openAppUseCases, openPasskeyUseCases } from './service.factors.ts'
import { openOwn, writeOwn } from './service.proof.ts'
import type { OwnAccountUseCases } from './service.use-cases.ts'

export const openOwnAccount = (
  auth: Auth,
  sessions: Pick<Sessions, 'sessionOf'>,
  { secondFactor = 'optional', publicUrl }: SessionSettings = {},
): OwnAccountUseCases => {
  const open = (ctx: Context, request: FastifyRequest) => openOwn(auth, sessions, ctx, request)
  const options = { auth, secondFactor, publicUrl, openOwn: open }
  return {
    ...openAppUseCases(options),
    ...openPasskeyUseCases(options),

    async getAccount(ctx, request) {
      const { session } = await open(ctx, request)
      const { totp, backupCodes, passkeys } = await findFactors(ctx.database, session.id)
      const rows = await findSessions(ctx.database, session.id, ctx.clock.now())
      return {
        secondFactor: {
          rule: secondFactor,
          totp,
          backupCodes,
          passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
            id,
            name,
            createdAt: createdAt.toISOString(),
            lastUsedAt: lastUsedAt?.toISOString() ?? null,
          })),
          passkeysPossible: siteOf(request, publicUrl) !== null,
        },
        sessions: rows.map(({ signedInAt, lastSeenAt, ...row }) => ({
          ...row,
          current: row.id === session.sessionId,
          signedInAt: signedInAt.toISOString(),
          lastSeenAt: lastSeenAt.toISOString(),
        })),
        sessionEnds: { idleMinutes: IDLE_MINUTES, hours: SESSION_SECONDS / 3600 },
      }
    },

    async changePassword(ctx, request, { password, newPassword }) {
      const own = await open(ctx, request)
      const { id, username, name, sessionId } = own.session
      const known = await own.checkPassword(password)
      if (!known.ok) return known
      if (!isFitPassword(newPassword, { username, name, before: password }))
        return fail({ code: 'password.weak', field: 'newPassword' })
      const hash = await hashPassword(newPassword)
      return writeOwn<true>(own, 'password.changed', async (tx, at) => {
        await setPassword(tx, id, hash, at)
        await forgetFailures(tx, proofDigest(ctx.keys, id))
        return ok({ answer: true, details: { sessionsEnded: await endSessions(tx, id, sessionId) } })
      })
    },

    async endSession(ctx, request, sessionId) {
      const own = await open(ctx, request)
      return writeOwn<true>(own, 'session.ended', async tx =>
        (await endSession(tx, own.session.id, sessionId))
          ? ok({ answer: true, details: { sessionsEnded: 1 } })
          : fail({ code: 'session.unknown' }),
      )
    },

    async endOtherSessions(ctx, request) {
      const own = await open(ctx, request)
      return writeOwn<true>(own, 'session.ended', async tx => {
        const sessionsEnded = await endSessions(tx, own.session.id, own.session.sessionId)
        return ok(sessionsEnded > 0 ? { answer: true, details: { sessionsEnded } } : { answer: true })
      })
    },
  }
}
