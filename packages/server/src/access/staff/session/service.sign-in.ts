/** Signing in: by password, with a second step if the account has a second factor, or by passkey. */
import { fail, ok, type Result } from '@mingce/domain/result'
import { hashPassword } from 'better-auth/crypto'
import type { FastifyRequest } from 'fastify'
import { rethrowUnreachable } from '../../../platform/database/index.ts'
import type { Failure } from '../../../platform/http/index.ts'
import { write } from '../../../platform/write/index.ts'
import type { AccessFailure } from '../../errors.ts'
import type { Gate } from '../../gate/index.ts'
import {
  type Auth,
  askForPasskey,
  askInside,
  checkPasskey,
  innerHeaders,
  isAppCode,
  isFreshCode,
  knownDeviceCookie,
  openedToken,
  openThrottle,
  rateKeyOf,
  type SignInThrottle,
  siteOf,
} from '../auth/index.ts'
import { activationOf } from '../service.activation.ts'
import { isFitPassword } from '../service.passwords.ts'
import { findStaff, lockActivation, type StaffMember, setPassword } from '../store.ts'
import type { ActivateBody } from './schema.ts'
import type { Entered, SessionSettings, SessionUseCases } from './service.use-cases.ts'
import { type Entry, endSessionByToken, findEntry, findFactors, stampSession, type UsedFactor } from './store.ts'

type Services = Pick<Gate['services'], 'database' | 'keys' | 'clock'>
type SignInUseCases = Pick<
  SessionUseCases,
  'signIn' | 'activate' | 'takeSecondStep' | 'askForPasskey' | 'signInByPasskey' | 'rateKeyOf'
>

/** The audit row of a member of staff who signs in or out. */
export const auditOf = (
  { areaCode, username }: StaffMember,
  action: 'signed-in' | 'signed-out' | 'sign-in.locked' | 'staff.activated',
  details: Readonly<Record<string, unknown>> = {},
) => ({ countyCode: areaCode.slice(0, 6), action, subject: username, details })

/** The library's failures of a second step, as ours. */
const readSecondStepFailure = async (answer: Response): Promise<Failure<AccessFailure>> => {
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string }
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED') return { code: 'proof.locked' }
  if (code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' || code === 'INVALID_TWO_FACTOR_COOKIE') return { code: 'sign-in.step-ended' }
  return { code: 'proof.wrong', field: 'code' }
}

/** Sets the password if the code is right; the row of the account is locked meanwhile, so that the code works once. */
const setOwnPassword = async (
  { database, keys, clock }: Services,
  entry: Entry,
  { code, newPassword }: ActivateBody,
): Promise<Result<true, Failure<AccessFailure>>> => {
  const { digest } = activationOf(keys, entry.id, code, clock.now())
  const hash = await hashPassword(newPassword)
  return write<true, Failure<AccessFailure>>({ database, clock, actor: entry }, { action: 'staff.activated' }, async (tx, at) => {
    const waiting = await lockActivation(tx, entry.id)
    if (waiting?.digest !== digest) return fail({ code: 'activation.wrong', field: 'code' })
    if (waiting.until <= at) return fail({ code: 'activation.ended' })
    if (!isFitPassword(newPassword, { ...entry, before: code })) return fail({ code: 'password.weak', field: 'newPassword' })
    await setPassword(tx, entry.id, hash, at)
    return ok({ answer: true, audit: auditOf(entry, 'staff.activated') })
  })
}

/** The steps that all ways of signing in share. */
const openSteps = (auth: Auth, { database, keys, clock }: Services, publicUrl: URL | undefined) => {
  const https = auth.options.advanced.useSecureCookies
  const ceremony = () => ({ sql: database, keys, at: clock.now() })

  /** Records the session that `answer` opens; returns its cookies. */
  const enter = async (
    request: FastifyRequest,
    staff: StaffMember,
    answer: Response,
    usedFactor: UsedFactor | null,
  ): Promise<Entered> => {
    const token = openedToken(answer)
    if (!token) throw new Error('the session was not opened')
    await write<true, never>({ database, clock, actor: staff }, { action: 'signed-in' }, async (tx, at) => {
      await stampSession(tx, token, usedFactor, at)
      return ok({ answer: true, audit: auditOf(staff, 'signed-in', usedFactor ? { secondFactor: usedFactor } : {}) })
    })
    const known = knownDeviceCookie({ keys, https, at: clock.now() }, request, staff.id)
    return { setCookie: [...answer.headers.getSetCookie(), known], secondStep: null }
  }

  /** Counts a wrong password; the failure says whether attempts are refused from now on. */
  const countWrongPassword = async (
    attempt: Exclude<Awaited<ReturnType<SignInThrottle['begin']>>, { readonly refusedFor: number }>,
    entry: Entry | undefined,
  ): Promise<'locked' | 'wrong'> => {
    const { isLocked, isFirst } = await attempt.fail()
    if (isFirst && entry)
      await write<true, never>({ database, clock, actor: entry }, { action: 'sign-in.locked' }, async () =>
        ok({ answer: true, audit: auditOf(entry, 'sign-in.locked') }),
      )
    return isLocked ? 'locked' : 'wrong'
  }

  /** The account that gave the right password and has to take the second step. */
  const findAtSecondStep = async (request: FastifyRequest): Promise<string | null> =>
    (await rethrowUnreachable(() => auth.api.findAtSecondStep({ headers: innerHeaders(request, true) }))).userId

  const offerSecondStep = async (request: FastifyRequest, userId: string, answer: Response): Promise<Entered> => {
    const { totp, backupCodes, passkeys } = await findFactors(database, userId)
    const canUsePasskey = passkeys.length > 0 && siteOf(request, publicUrl) !== null
    return {
      setCookie: answer.headers.getSetCookie(),
      secondStep: {
        factors: [
          ...(totp ? (['totp'] as const) : []),
          ...(backupCodes ? (['backup-code'] as const) : []),
          ...(canUsePasskey ? (['passkey'] as const) : []),
        ],
      },
    }
  }

  return { ceremony, enter, countWrongPassword, findAtSecondStep, offerSecondStep }
}

export const openSignIn = (
  auth: Auth,
  services: Services,
  { publicUrl, wait }: Pick<SessionSettings, 'publicUrl' | 'wait'>,
): SignInUseCases => {
  const { database, keys, clock } = services
  const throttle = openThrottle({ ...services, wait })
  const { ceremony, enter, countWrongPassword, findAtSecondStep, offerSecondStep } = openSteps(auth, services, publicUrl)

  const signIn: SignInUseCases['signIn'] = async (request, { username, password }) => {
    const entry = await findEntry(database, username.toLowerCase())
    const attempt = await throttle.begin(request, username, entry?.id)
    if ('refusedFor' in attempt) return fail({ code: 'sign-in.locked', retryAfter: attempt.refusedFor })
    const answer = await askInside(auth, '/sign-in/username', { username, password }, innerHeaders(request, true))
    const token = openedToken(answer)
    if (!answer.ok || !entry || entry.disabled) {
      if (token) await endSessionByToken(database, token)
      return fail({ code: `sign-in.${await countWrongPassword(attempt, entry)}` })
    }
    await attempt.succeed()
    return ok(token ? await enter(request, entry, answer, null) : await offerSecondStep(request, entry.id, answer))
  }

  const activate: SignInUseCases['activate'] = async (request, body) => {
    const { username, newPassword } = body
    const entry = await findEntry(database, username.toLowerCase())
    const attempt = await throttle.begin(request, username, entry?.id)
    if ('refusedFor' in attempt) return fail({ code: 'sign-in.locked', retryAfter: attempt.refusedFor })
    const activated = entry
      ? await setOwnPassword(services, entry, body)
      : fail({ code: 'activation.wrong' as const, field: 'code' })
    if (!activated.ok) {
      if (activated.error.code === 'activation.wrong') {
        if ((await countWrongPassword(attempt, entry)) === 'locked') return fail({ code: 'sign-in.locked' })
      } else await attempt.succeed()
      return activated
    }
    await attempt.succeed()
    return signIn(request, { username, password: newPassword })
  }

  const takeSecondStep = async (request: FastifyRequest, code: string): Promise<Result<Entered, Failure<AccessFailure>>> => {
    const userId = await findAtSecondStep(request)
    const staff = userId ? await findStaff(database, userId) : undefined
    if (!staff) return fail({ code: 'sign-in.step-ended' })
    const isCodeOfApp = isAppCode(code)
    if (isCodeOfApp && !(await isFreshCode(database, keys, staff.id, code, clock.now())))
      return fail({ code: 'proof.wrong', field: 'code' })
    const path = isCodeOfApp ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
    const answer = await askInside(auth, path, { code }, innerHeaders(request, true))
    if (!answer.ok) return fail(await readSecondStepFailure(answer))
    return ok(await enter(request, staff, answer, isCodeOfApp ? 'totp' : 'backup-code'))
  }

  const signInByPasskey: SignInUseCases['signInByPasskey'] = async (request, passkey) => {
    const checked = await database.transaction(tx => checkPasskey({ ...ceremony(), sql: tx }, 'sign-in', passkey))
    if (!checked.ok) return checked
    const staff = await findStaff(database, checked.value.userId)
    const entry = staff && (await findEntry(database, staff.username))
    if (!entry) return fail({ code: 'proof.wrong' })
    if (entry.initialUntil) return fail({ code: 'activation.needed' })
    const headers = innerHeaders(request, true)
    const answer = await rethrowUnreachable(async () => {
      const response = await auth.api.enter({ body: { userId: entry.id }, headers, asResponse: true })
      if (response.status >= 500) throw new Error(`opening a session answered ${response.status}`)
      return response
    })
    return ok(await enter(request, entry, answer, 'passkey'))
  }

  return {
    signIn,
    activate,
    takeSecondStep,
    signInByPasskey,
    rateKeyOf: request => rateKeyOf(keys, clock, request),
    async askForPasskey(request) {
      const site = siteOf(request, publicUrl)
      if (!site) return fail({ code: 'passkey.unavailable' })
      return ok(await askForPasskey(ceremony(), site, await findAtSecondStep(request), 'sign-in'))
    },
  }
}
