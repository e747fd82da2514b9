/** The use cases of signing in and out. */
import type { Result } from '@mingce/domain/result'
import type { FastifyRequest } from 'fastify'
import type { Failure } from '../../../platform/http/index.ts'
import type { AccessFailure } from '../../errors.ts'
import type { Context } from '../../gate/index.ts'
import type { PasskeyAnswer, PasskeyOffer } from '../auth/index.ts'
import type { Session, SignedIn, SignInBody } from './schema.ts'

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
  /** The second step: six digits of the app, or a backup code. */
  takeSecondStep(request: FastifyRequest, code: string): Answer<Entered>
  /** Begins signing in by passkey: as the second step after a password, or instead of it. */
  askForPasskey(request: FastifyRequest): Answer<PasskeyOffer>
  signInByPasskey(request: FastifyRequest, answer: PasskeyAnswer): Answer<Entered>
  /** Ends the session of the request, if there is one. */
  signOut(request: FastifyRequest): Promise<SessionCookies>
}
