/**
 * A voter who signed in by real-name login: name and number come from the login and are never typed. A voter has no role and no area; what
 * a voter may see is the own record.
 */
import type { FastifyRequest } from 'fastify'
import type { Context } from './context.ts'

export interface Voter {
  readonly sessionId: string
  /** Of the number that the login gave. */
  readonly personKey: string
  readonly name: string
  /** Which login vouched: its id in the settings. */
  readonly issuer: string
  readonly expiresAt: Date
}

/** What a voter's use case is handed. */
export interface VoterContext extends Omit<Context, 'actor'> {
  readonly voter: Voter
}

/** What a use case is handed, on a route whose access is `voter`. */
export const voterContextOf = (request: FastifyRequest): VoterContext => {
  if (!request.voterContext) throw new Error(`${request.routeOptions.url} is not a voter's route`)
  return request.voterContext
}
