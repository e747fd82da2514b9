/** How a signed-in member of staff proves who they are before an own account is changed. Wrong proofs count towards a lock. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { FastifyRequest } from 'fastify'
import type { Sql } from '../../../platform/database/index.ts'
import { type Failure, httpFailures } from '../../../platform/http/index.ts'
import { type AuditEntry, type Written, write } from '../../../platform/write/index.ts'
import type { AccessFailure } from '../../errors.ts'
import type { Context } from '../../gate/index.ts'
import {
  type Auth,
  askInside,
  checkPasskey,
  countAttempt,
  findLock,
  forgetFailures,
  innerHeaders,
  isAppCode,
  isFreshCode,
  isPasswordOf,
  PROOF_LOCK,
  type ProvenBody,
  proofDigest,
} from '../auth/index.ts'
import type { Sessions, StaffSession } from '../session/index.ts'

export type OwnResult<T> = Result<T, Failure<AccessFailure>>

/** The account of the request, the context, and the checks that a change needs. */
export interface OwnAccount {
  readonly ctx: Context
  readonly request: FastifyRequest
  readonly session: StaffSession
  /** Counts a wrong proof; the failure says whether the account is locked now. */
  countWrong(code: 'password.wrong' | 'proof.wrong'): Promise<OwnResult<never>>
  checkPassword(password: string): Promise<OwnResult<true>>
  /** Checks the password, and a second factor if the account has one. */
  prove(body: { readonly password: string; readonly proof?: ProvenBody['proof'] | undefined }): Promise<OwnResult<true>>
}

/** What ceremonies of passkeys and codes need of a context. */
export const ceremonyOf = ({ database, keys, clock }: Context) => ({ sql: database, keys, at: clock.now() })

/** Opens the own account of a request. */
export const openOwn = async (
  auth: Auth,
  sessions: Pick<Sessions, 'sessionOf'>,
  ctx: Context,
  request: FastifyRequest,
): Promise<OwnAccount> => {
  const session = await sessions.sessionOf(request)
  if (!session) throw httpFailures.refuse({ code: 'sign-in.needed' })
  const { id } = session
  const digest = proofDigest(ctx.keys, id)

  const countWrong: OwnAccount['countWrong'] = async code => {
    const counted = await ctx.database.transaction(tx => countAttempt(tx, digest, ctx.clock.now(), PROOF_LOCK))
    const isLocked = !('failures' in counted) || counted.failures >= PROOF_LOCK.free
    return fail(isLocked ? { code: 'proof.locked' } : { code, field: code === 'password.wrong' ? 'password' : 'proof' })
  }

  const checkPassword: OwnAccount['checkPassword'] = async password => {
    if (await findLock(ctx.database, digest, ctx.clock.now())) return fail({ code: 'proof.locked' })
    return (await isPasswordOf(ctx.database, id, password)) ? ok(true) : countWrong('password.wrong')
  }

  const isRightFactor = async (proof: ProvenBody['proof']): Promise<boolean> => {
    if ('passkey' in proof)
      return (await ctx.database.transaction(tx => checkPasskey({ ...ceremonyOf(ctx), sql: tx }, 'prove', proof.passkey, id))).ok
    const { code } = proof
    const isCodeOfApp = isAppCode(code)
    if (isCodeOfApp && !(await isFreshCode(ctx.database, ctx.keys, id, code, ctx.clock.now()))) return false
    const path = isCodeOfApp ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
    const body = isCodeOfApp ? { code } : { code, disableSession: true }
    const answer = await askInside(auth, path, body, innerHeaders(request))
    if (answer.status === 429) throw httpFailures.refuse({ code: 'request.too-many' })
    return answer.ok
  }

  const prove: OwnAccount['prove'] = async ({ password, proof }) => {
    const known = await checkPassword(password)
    if (!known.ok) return known
    if (session.hasFactor) {
      if (!proof) return fail({ code: 'proof.needed', field: 'proof' })
      if (!(await isRightFactor(proof))) return countWrong('proof.wrong')
    }
    await forgetFailures(ctx.database, digest)
    return ok(true)
  }

  return { ctx, request, session, countWrong, checkPassword, prove }
}

/** What a change of the own account does: its answer and its audit rows, without what all of them have in common. */
interface OwnChange<T> {
  readonly answer: T
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * Changes the own account and records it as `action`; without details nothing is recorded. The answer is not kept under the request id: it
 * may hold a secret that is shown once.
 */
export const writeOwn = <T>(
  { ctx, session }: OwnAccount,
  action: AuditEntry['action'],
  work: (tx: Sql, at: Date) => Promise<OwnResult<OwnChange<T>>>,
): Promise<OwnResult<T>> => {
  const { id, name, role, areaCode, username } = session
  return write<T, Failure<AccessFailure>>(
    { ...ctx, actor: { id, name, role } },
    { action, always: true },
    async (tx, at): Promise<OwnResult<Written<T>>> => {
      const changed = await work(tx, at)
      if (!changed.ok) return changed
      const { answer, details } = changed.value
      const audit = { countyCode: areaCode.slice(0, 6), action, subject: username }
      return ok({ answer, audit: details ? { ...audit, details } : [] })
    },
  )
}
