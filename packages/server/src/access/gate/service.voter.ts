/**
 * A voter who signed in by real-name login: name and number come from the login and are never typed. A voter has no role and no area, and sees
 * the own record only.
 */
import type { FastifyRequest } from 'fastify'
import type { Context } from './service.context.ts'
import { idsOf } from './service.same-request.ts'

export interface Voter {
  readonly sessionId: string
  /** Made from the ID number that the login gave. */
  readonly personKey: string
  readonly name: string
  /** The id, in the settings, of the login that identified the voter. */
  readonly issuer: string
  readonly expiresAt: Date
}

/** The context of a voter's use case. */
export interface VoterContext extends Omit<Context, 'actor'> {
  readonly voter: Voter
}

/** The context of a request to a route for voters. */
export const voterContextOf = (request: FastifyRequest): VoterContext => {
  const { voterContext: context } = request
  if (!context) throw new Error(`${request.routeOptions.url} is not a voter's route`)
  return context.requestId === undefined
    ? { ...context, ...idsOf(request, context, `voter ${context.voter.personKey}`) }
    : context
}
