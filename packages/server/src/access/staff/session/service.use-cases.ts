/** The use cases of signing in and out. */
import type { Result } from '@mingce/domain/result'
import type { FastifyRequest } from 'fastify'
import type { Failure } from '../../../platform/http/index.ts'
import type { AccessFailure } from '../../errors.ts'
import type { Context } from '../../gate/index.ts'
import type { PasskeyAnswer, PasskeyOffer, SecondFactorRule } from '../auth/index.ts'
import type { ActivateBody, Session, SignedIn, SignInBody } from './schema.ts'

export interface SessionSettings {
  /** `mingce serve` reads it from the settings (`readSecondFactorRule`). Where not given, as in tests, a second factor is optional. */
  readonly secondFactor?: SecondFactorRule | undefined
  /** The address that people type; passkeys are bound to its host name. */
  readonly publicUrl?: URL | undefined
  /** How an attempt waits, where many wrong ones came before it. Replaced in tests. */
  readonly wait?: ((ms: number) => Promise<unknown>) | undefined
}

export interface SessionCookies {
  /** Values for Set-Cookie. */
  readonly setCookie: string[]
}

/** The cookies of a session, or of a second step that is due. */
export interface Entered extends SessionCookies {
  readonly secondStep: SignedIn['secondStep'] | null
}

type Answer<T> = Promise<Result<T, Failure<AccessFailure>>>

export interface SessionUseCases {
  getSession(ctx: Context, request: FastifyRequest): Promise<Session>
  /** Checks username and password. */
  signIn(request: FastifyRequest, body: SignInBody): Answer<Entered>
  /** Sets the owner's password with an activation code, and signs in with it. */
  activate(request: FastifyRequest, body: ActivateBody): Answer<Entered>
  /** The second step: six digits of the app, or a backup code. */
  takeSecondStep(request: FastifyRequest, code: string): Answer<Entered>
  /** Begins signing in by passkey: as the second step after a password, or instead of it. */
  askForPasskey(request: FastifyRequest): Answer<PasskeyOffer>
  signInByPasskey(request: FastifyRequest, answer: PasskeyAnswer): Answer<Entered>
  /** Under which key requests to sign in are limited. */
  rateKeyOf(request: FastifyRequest): string
  /** Ends the session of the request, if there is one. */
  signOut(request: FastifyRequest): Promise<SessionCookies>
}
