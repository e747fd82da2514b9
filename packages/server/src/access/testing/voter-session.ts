/** For tests of signed-in voters: a session created directly in the database, and its cookie. */
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Voter } from '../gate/index.ts'
import { findVoter, openVoterSession, VOTER_COOKIE } from '../voter/index.ts'

export interface TestVoterSession {
  /** For the header `cookie`: `mingce_voter=…`. */
  readonly cookie: string
  readonly voter: Voter
}

/**
 * Signs a person in without an issuer, at the time of `services.clock`; the session lasts 30 minutes of that clock without a request.
 */
export const signInVoter = async (
  services: { readonly database: Sql; readonly keys: Keyring; readonly clock: { now(): Date } },
  person: { readonly name: string; readonly number: string },
): Promise<TestVoterSession> => {
  const { database, keys, clock } = services
  const personKey = keys.personKey(person.number)
  const at = clock.now()
  const token = await openVoterSession(database, keys, { personKey, name: person.name, login: 'test', subject: personKey }, at)
  const voter = await findVoter(database, keys, token, at)
  if (!voter) throw new Error('a session just opened is not found')
  return { cookie: `${VOTER_COOKIE}=${token}`, voter }
}
