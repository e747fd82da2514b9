/** Second factors of the own account: an authenticator app with backup codes, and passkeys. */
import { fail, ok } from '@mingce/domain/result'
import type { FastifyRequest } from 'fastify'
import type { Sql } from '../../../platform/database/index.ts'
import type { Context } from '../../gate/index.ts'
import {
  type Auth,
  acceptApp,
  askForPasskey,
  deleteApp,
  deletePasskey,
  dropApp,
  insertPasskey,
  isFreshCode,
  newBackupCodes,
  offerApp,
  offerPasskey,
  type SecondFactorRule,
  saveApp,
  saveBackupCodes,
  siteOf,
  verifyNewPasskey,
} from '../auth/index.ts'
import { endSessions, findFactors, markFactors, stampFactor } from '../session/index.ts'
import { lockFactors } from '../store.ts'
import { ceremonyOf, type OwnAccount, type OwnResult, writeOwn } from './service.proof.ts'
import type { OwnAccountUseCases } from './service.use-cases.ts'

export interface OwnFactorOptions {
  readonly auth: Auth
  readonly secondFactor: SecondFactorRule
  readonly publicUrl: URL | undefined
  readonly openOwn: (ctx: Context, request: FastifyRequest) => Promise<OwnAccount>
}

type AppUseCases = Pick<OwnAccountUseCases, 'startApp' | 'finishApp' | 'makeBackupCodes' | 'removeApp'>
type PasskeyUseCases = Pick<OwnAccountUseCases, 'offerPasskey' | 'addPasskey' | 'askForProof' | 'removePasskey'>

/** Removes a factor by `remove`, unless it is the last one and the rule requires one. */
const removeFactor = (
  own: OwnAccount,
  rule: SecondFactorRule,
  kind: 'totp' | 'passkey',
  remove: (tx: Sql) => Promise<number>,
): Promise<OwnResult<true>> =>
  writeOwn(own, 'second-factor.removed', async tx => {
    const { id } = own.session
    await lockFactors(tx, id)
    const { totp, passkeys } = await findFactors(tx, id)
    if (rule === 'required' && Number(totp) + passkeys.length <= 1) return fail({ code: 'factor.last' })
    if ((await remove(tx)) === 0) return fail({ code: 'factor.unknown' })
    // Backup codes stand in for a factor; without one they open nothing.
    if (Number(totp) + passkeys.length <= 1) await deleteApp(tx, id)
    await markFactors(tx, id)
    return ok({ answer: true, details: { kind } })
  })

export const openAppUseCases = ({ auth, secondFactor, openOwn }: OwnFactorOptions): AppUseCases => ({
  async startApp(ctx, request, body) {
    const own = await openOwn(ctx, request)
    const { id, username } = own.session
    const proven = await own.prove(body)
    return proven.ok ? ok(offerApp(ctx.keys, id, username, ctx.clock.now())) : proven
  },

  async finishApp(ctx, request, body) {
    const own = await openOwn(ctx, request)
    const { id, sessionId } = own.session
    const accepted = await acceptApp({ auth, keys: ctx.keys, at: ctx.clock.now() }, id, body)
    if (!accepted.ok) return accepted.error.code === 'proof.wrong' ? own.countWrong('proof.wrong') : accepted
    if (!(await isFreshCode(ctx.database, ctx.keys, id, body.code, ctx.clock.now()))) return fail({ code: 'proof.wrong' })
    const backupCodes = newBackupCodes()
    return writeOwn(own, 'second-factor.added', async tx => {
      await saveApp(tx, auth, id, accepted.value.sealedSecret, backupCodes)
      await markFactors(tx, id)
      await stampFactor(tx, sessionId, 'totp')
      await endSessions(tx, id, sessionId)
      return ok({ answer: { backupCodes }, details: { kind: 'totp' } })
    })
  },

  async makeBackupCodes(ctx, request, body) {
    const own = await openOwn(ctx, request)
    const proven = await own.prove(body)
    if (!proven.ok) return proven
    if (!own.session.hasFactor) return fail({ code: 'factor.unknown' })
    const backupCodes = newBackupCodes()
    return writeOwn(own, 'backup-codes.made', async tx => {
      await saveBackupCodes(tx, auth, own.session.id, backupCodes)
      return ok({ answer: { backupCodes }, details: {} })
    })
  },

  async removeApp(ctx, request, body) {
    const own = await openOwn(ctx, request)
    const proven = await own.prove(body)
    return proven.ok ? removeFactor(own, secondFactor, 'totp', tx => dropApp(tx, auth, own.session.id)) : proven
  },
})

export const openPasskeyUseCases = ({ auth, secondFactor, publicUrl, openOwn }: OwnFactorOptions): PasskeyUseCases => ({
  async offerPasskey(ctx, request) {
    const { session } = await openOwn(ctx, request)
    const site = siteOf(request, publicUrl)
    return site ? ok(await offerPasskey(ceremonyOf(ctx), site, session)) : fail({ code: 'passkey.unavailable' })
  },

  async addPasskey(ctx, request, { password, name, passkey }) {
    const own = await openOwn(ctx, request)
    const { id, sessionId, hasFactor } = own.session
    const known = await own.checkPassword(password)
    if (!known.ok) return known
    const verified = await verifyNewPasskey(ceremonyOf(ctx), id, name, passkey)
    if (!verified.ok) return verified
    return writeOwn(own, 'second-factor.added', async tx => {
      if (!(await insertPasskey(tx, verified.value))) return fail({ code: 'passkey.taken' })
      const backupCodes = (await findFactors(tx, id)).backupCodes ? null : newBackupCodes()
      if (backupCodes) await saveBackupCodes(tx, auth, id, backupCodes)
      await markFactors(tx, id)
      if (!hasFactor) await endSessions(tx, id, sessionId)
      await stampFactor(tx, sessionId, 'passkey')
      return ok({ answer: { backupCodes }, details: { kind: 'passkey' } })
    })
  },

  async askForProof(ctx, request) {
    const { session } = await openOwn(ctx, request)
    const site = siteOf(request, publicUrl)
    return site ? ok(await askForPasskey(ceremonyOf(ctx), site, session.id, 'prove')) : fail({ code: 'passkey.unavailable' })
  },

  async removePasskey(ctx, request, passkeyId, body) {
    const own = await openOwn(ctx, request)
    const proven = await own.prove(body)
    return proven.ok ? removeFactor(own, secondFactor, 'passkey', tx => deletePasskey(tx, own.session.id, passkeyId)) : proven
  },
})
