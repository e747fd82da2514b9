/**
 * Passkeys (WebAuthn), by SimpleWebAuthn. User verification is always required: a passkey is the device and its PIN or finger, two factors
 * of which one is cryptographic, and opens the console by itself or as the second step.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { FastifyRequest } from 'fastify'
import type { Keyring } from '../../../platform/crypto/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import type { Failure } from '../../../platform/http/index.ts'
import type { AccessFailure } from '../../errors.ts'
import { openTicket, sealTicket } from '../../gate/index.ts'
import type { PasskeyAnswer, PasskeyOffer } from './schema.ts'
import { useOnce } from './service.proofs.ts'

const TICKET = 'access/passkey'
const CEREMONY_MS = 5 * 60_000

/** Where the browser is: passkeys are bound to a host name. */
export interface Site {
  readonly origin: string
  readonly rpId: string
}

/** The site that people see; none where browsers have no passkeys: without https, or at a bare address. */
export const siteOf = (request: FastifyRequest, publicUrl: URL | undefined): Site | null => {
  const { protocol, hostname, origin } = publicUrl ?? new URL(`${request.protocol}://${request.host}`)
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (protocol !== 'https:' && !local) return null
  return /^[\d.]+$/.test(hostname) || hostname.startsWith('[') ? null : { origin, rpId: hostname }
}

interface Ceremony extends Site {
  readonly challenge: string
  /** For whom: an account, or whoever comes to sign in. */
  readonly userId: string | null
  readonly purpose: 'register' | 'sign-in' | 'prove'
}

interface Stored {
  readonly id: string
  readonly userId: string
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: string
  readonly relyingParty: string
}

const COLUMNS = `id, user_id AS "userId", public_key AS "publicKey", counter, transports, relying_party AS "relyingParty"`
const passkeysOf = (sql: Sql, userId: string, rpId: string): Promise<Stored[]> =>
  sql.query(`SELECT ${COLUMNS} FROM access_passkey WHERE user_id = $1 AND relying_party = $2 ORDER BY created_at`, [userId, rpId])

const told = ({ id, transports }: Stored) => ({ id, transports: transports.split(',').filter(word => word !== '') })

export interface Desk {
  readonly sql: Sql
  readonly keys: Keyring
  readonly at: Date
}

const offerOf = ({ keys, at }: Desk, ceremony: Ceremony, options: object): PasskeyOffer => ({
  ticket: sealTicket(keys, TICKET, ceremony, new Date(at.getTime() + CEREMONY_MS)),
  options: options as Record<string, unknown>,
})

/** Begins to make a passkey for an account. */
export const offerPasskey = async (
  desk: Desk,
  site: Site,
  user: { readonly id: string; readonly username: string; readonly name: string },
): Promise<PasskeyOffer> => {
  const options = await generateRegistrationOptions({
    rpName: 'Mingce 名册',
    rpID: site.rpId,
    userName: user.username,
    userDisplayName: user.name,
    userID: new TextEncoder().encode(user.id),
    attestationType: 'none',
    timeout: CEREMONY_MS,
    excludeCredentials: (await passkeysOf(desk.sql, user.id, site.rpId)).map(told),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
  return offerOf(desk, { ...site, challenge: options.challenge, userId: user.id, purpose: 'register' }, options)
}

/** Begins to use a passkey: of `userId`, or with null of whoever has one on the device. */
export const askForPasskey = async (
  desk: Desk,
  site: Site,
  userId: string | null,
  purpose: 'sign-in' | 'prove',
): Promise<PasskeyOffer> => {
  const options = await generateAuthenticationOptions({
    rpID: site.rpId,
    userVerification: 'required',
    timeout: CEREMONY_MS,
    ...(userId === null ? {} : { allowCredentials: (await passkeysOf(desk.sql, userId, site.rpId)).map(told) }),
  })
  return offerOf(desk, { ...site, challenge: options.challenge, userId, purpose }, options)
}

/** The ceremony that an answer belongs to; each serves once. */
const resume = async (desk: Desk, purpose: Ceremony['purpose'], ticket: string): Promise<Ceremony | undefined> => {
  const ceremony = openTicket<Ceremony>(desk.keys, TICKET, ticket, desk.at)
  if (!ceremony || ceremony.purpose !== purpose) return undefined
  const endsAt = new Date(desk.at.getTime() + CEREMONY_MS)
  return (await useOnce(desk.sql, desk.keys, `passkey/${ceremony.challenge}`, desk.at, endsAt)) ? ceremony : undefined
}

type Verified<T> = Result<T, Failure<AccessFailure>>

/** What the library refuses by throwing is a wrong proof here: it says so of answers that do not fit. */
const orWrong = <T>(check: Promise<T>): Promise<T | undefined> => check.catch(() => undefined)

/** Keeps a new passkey of the account. */
export const keepPasskey = async (
  desk: Desk,
  userId: string,
  name: string,
  answer: PasskeyAnswer,
): Promise<Verified<{ id: string }>> => {
  const ceremony = await resume(desk, 'register', answer.ticket)
  if (!ceremony || ceremony.userId !== userId) return fail({ code: 'sign-in.step-ended' })
  const { attestationObject, clientDataJSON } = answer.response.response
  if (!attestationObject) return fail({ code: 'proof.wrong' })
  const verified = await orWrong(
    verifyRegistrationResponse({
      response: { ...answer.response, response: { attestationObject, clientDataJSON }, clientExtensionResults: {} },
      expectedChallenge: ceremony.challenge,
      expectedOrigin: ceremony.origin,
      expectedRPID: ceremony.rpId,
      requireUserVerification: true,
    }),
  )
  if (!verified?.verified) return fail({ code: 'proof.wrong' })
  const { id, publicKey, counter } = verified.registrationInfo.credential
  const transports = (answer.response.response.transports ?? []).join(',')
  const made = await desk.sql.run(
    `INSERT INTO access_passkey (id, user_id, name, relying_party, public_key, counter, transports, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    [id, userId, name, ceremony.rpId, publicKey, counter, transports, desk.at],
  )
  return made > 0 ? ok({ id }) : fail({ code: 'passkey.taken' })
}

/** Whose passkey answered; with `userId` it must be that account's. */
export const checkPasskey = async (
  desk: Desk,
  purpose: 'sign-in' | 'prove',
  answer: PasskeyAnswer,
  userId?: string,
): Promise<Verified<{ userId: string; passkeyId: string }>> => {
  const ceremony = await resume(desk, purpose, answer.ticket)
  if (!ceremony || (userId !== undefined && ceremony.userId !== userId)) return fail({ code: 'sign-in.step-ended' })
  const [stored] = await desk.sql.query<Stored>(`SELECT ${COLUMNS} FROM access_passkey WHERE id = $1 AND relying_party = $2`, [
    answer.response.id,
    ceremony.rpId,
  ])
  const { authenticatorData, clientDataJSON, signature, userHandle } = answer.response.response
  if (!stored || (ceremony.userId !== null && stored.userId !== ceremony.userId) || !authenticatorData || !signature)
    return fail({ code: 'proof.wrong' })
  const verified = await orWrong(
    verifyAuthenticationResponse({
      response: {
        ...answer.response,
        response: { authenticatorData, clientDataJSON, signature, ...(userHandle ? { userHandle } : {}) },
        clientExtensionResults: {},
      },
      expectedChallenge: ceremony.challenge,
      expectedOrigin: ceremony.origin,
      expectedRPID: ceremony.rpId,
      credential: { id: stored.id, publicKey: new Uint8Array(stored.publicKey), counter: stored.counter },
      requireUserVerification: true,
    }),
  )
  if (!verified?.verified) return fail({ code: 'proof.wrong' })
  await desk.sql.run('UPDATE access_passkey SET counter = $2, last_used_at = $3 WHERE id = $1', [
    stored.id,
    verified.authenticationInfo.newCounter,
    desk.at,
  ])
  return ok({ userId: stored.userId, passkeyId: stored.id })
}
