/**
 * Passkeys (WebAuthn), by SimpleWebAuthn. User verification is always required: a passkey is the device and its PIN or finger, two factors
 * of which one is cryptographic, and signs in by itself or as the second step.
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
import { findPasskey, findPasskeysAt, type NewPasskey, type StoredPasskey, updatePasskeyUse } from './store.passkeys.ts'

const TICKET = 'access/passkey'
const CEREMONY_MS = 5 * 60_000

/** The address that the browser uses: passkeys are bound to its host name. */
export interface Site {
  readonly origin: string
  readonly rpId: string
}

/** The site of a request; null where browsers do not allow passkeys: without https, or at an IP address. */
export const siteOf = (request: FastifyRequest, publicUrl: URL | undefined): Site | null => {
  const { protocol, hostname, origin } = publicUrl ?? new URL(`${request.protocol}://${request.host}`)
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (protocol !== 'https:' && !local) return null
  return /^[\d.]+$/.test(hostname) || hostname.startsWith('[') ? null : { origin, rpId: hostname }
}

interface Ceremony extends Site {
  readonly challenge: string
  /** The account; null: whoever signs in. */
  readonly userId: string | null
  readonly purpose: 'register' | 'sign-in' | 'prove'
}

const toDescriptor = ({ id, transports }: StoredPasskey) => ({
  id,
  transports: transports.split(',').filter(transport => transport !== ''),
})

/** What a ceremony needs of a context. */
export interface CeremonyContext {
  readonly sql: Sql
  readonly keys: Keyring
  readonly at: Date
}

const toOffer = ({ keys, at }: CeremonyContext, ceremony: Ceremony, options: object): PasskeyOffer => ({
  ticket: sealTicket(keys, TICKET, ceremony, new Date(at.getTime() + CEREMONY_MS)),
  options: options as Record<string, unknown>,
})

/** Begins the ceremony that makes a passkey for an account. */
export const offerPasskey = async (
  ctx: CeremonyContext,
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
    excludeCredentials: (await findPasskeysAt(ctx.sql, user.id, site.rpId)).map(toDescriptor),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
  return toOffer(ctx, { ...site, challenge: options.challenge, userId: user.id, purpose: 'register' }, options)
}

/** Begins the ceremony that uses a passkey: one of `userId`, or with null any that the device has. */
export const askForPasskey = async (
  ctx: CeremonyContext,
  site: Site,
  userId: string | null,
  purpose: 'sign-in' | 'prove',
): Promise<PasskeyOffer> => {
  const options = await generateAuthenticationOptions({
    rpID: site.rpId,
    userVerification: 'required',
    timeout: CEREMONY_MS,
    ...(userId === null ? {} : { allowCredentials: (await findPasskeysAt(ctx.sql, userId, site.rpId)).map(toDescriptor) }),
  })
  return toOffer(ctx, { ...site, challenge: options.challenge, userId, purpose }, options)
}

/** The ceremony that an answer belongs to. Each can be used once. */
const resume = async (ctx: CeremonyContext, purpose: Ceremony['purpose'], ticket: string): Promise<Ceremony | undefined> => {
  const ceremony = openTicket<Ceremony>(ctx.keys, TICKET, ticket, ctx.at)
  if (!ceremony || ceremony.purpose !== purpose) return undefined
  const endsAt = new Date(ctx.at.getTime() + CEREMONY_MS)
  return (await useOnce(ctx.sql, ctx.keys, `passkey/${ceremony.challenge}`, ctx.at, endsAt)) ? ceremony : undefined
}

type Verified<T> = Result<T, Failure<AccessFailure>>

/** The library throws on an answer that does not fit; here that is a wrong proof like any other. */
const undefinedIfRefused = <T>(check: Promise<T>): Promise<T | undefined> => check.catch(() => undefined)

/** The new passkey in an answer to `offerPasskey`. The ceremony is used up, whatever the answer is. */
export const verifyNewPasskey = async (
  ctx: CeremonyContext,
  userId: string,
  name: string,
  answer: PasskeyAnswer,
): Promise<Verified<NewPasskey>> => {
  const ceremony = await resume(ctx, 'register', answer.ticket)
  if (!ceremony || ceremony.userId !== userId) return fail({ code: 'sign-in.step-ended' })
  const { attestationObject, clientDataJSON } = answer.response.response
  if (!attestationObject) return fail({ code: 'proof.wrong' })
  const verified = await undefinedIfRefused(
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
  return ok({ id, userId, name, relyingParty: ceremony.rpId, publicKey, counter, transports, createdAt: ctx.at })
}

/** The account whose passkey answered; with `userId` it must be that one. The ceremony is used up, whatever the answer is. */
export const checkPasskey = async (
  ctx: CeremonyContext,
  purpose: 'sign-in' | 'prove',
  answer: PasskeyAnswer,
  userId?: string,
): Promise<Verified<{ userId: string; passkeyId: string }>> => {
  const ceremony = await resume(ctx, purpose, answer.ticket)
  if (!ceremony || (userId !== undefined && ceremony.userId !== userId)) return fail({ code: 'sign-in.step-ended' })
  const stored = await findPasskey(ctx.sql, answer.response.id, ceremony.rpId)
  const { authenticatorData, clientDataJSON, signature, userHandle } = answer.response.response
  if (!stored || (ceremony.userId !== null && stored.userId !== ceremony.userId) || !authenticatorData || !signature)
    return fail({ code: 'proof.wrong' })
  const verified = await undefinedIfRefused(
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
  await updatePasskeyUse(ctx.sql, stored.id, verified.authenticationInfo.newCounter, ctx.at)
  return ok({ userId: stored.userId, passkeyId: stored.id })
}
