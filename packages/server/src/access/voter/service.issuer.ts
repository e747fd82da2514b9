/**
 * One issuer of real-name logins, by OpenID Connect: code flow with PKCE, state and nonce; the ID token's signature is checked with the issuer's
 * keys. The result is a name and an ID number that the domain's rules accept, or the reason why there is none.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { isUnprintable, normalizePersonName, readResidentId } from '@mingce/domain/standards'
import * as oidc from 'openid-client'
import { type Clock, chinaDate } from '../../platform/clock/index.ts'
import type { LoginSettings } from './service.settings.ts'

/** The longest that a request of a voter waits for an issuer. */
const TIMEOUT_SECONDS = 5
/** The issuer's metadata is read again after so long. Its keys are read again as soon as one is unknown. */
const METADATA_MS = 3_600_000
const MAX_NAME_LENGTH = 60

/** A login that was begun. */
export interface StartedLogin {
  /** Where to send the browser. */
  readonly url: URL
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** The person whom the issuer has identified. */
export interface VerifiedIdentity {
  /** The account at the issuer. */
  readonly subject: string
  /** As the rolls write names. */
  readonly name: string
  /** 18 places, checked (GB 11643). */
  readonly number: string
}

/**
 * refused: the person did not consent · expired: the code is used up or too old · unreachable: the issuer does not answer or answers
 * nonsense · untrusted: the answer is not this issuer's, or not for this login · claims: no usable name or number in it.
 */
export type IssuerFailure = 'refused' | 'expired' | 'unreachable' | 'untrusted' | 'claims'

export interface Issuer {
  begin(redirectUri: string): Promise<Result<StartedLogin, IssuerFailure>>
  /** `answer`: the address that the issuer sent the browser to, with its query. */
  finish(answer: URL, begun: Pick<StartedLogin, 'state' | 'nonce' | 'verifier'>): Promise<Result<VerifiedIdentity, IssuerFailure>>
}

export interface IssuerOptions {
  readonly clock: Clock
  /** For an issuer inside this process (the demo's), called without a network. */
  readonly fetch?: typeof fetch | undefined
}

/** By the header, unless the issuer's metadata allow the body only. */
const authOf = (secret: string | undefined): oidc.ClientAuth =>
  secret === undefined
    ? oidc.None()
    : (server, client, body, headers) => {
        const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
        const auth = methods.includes('client_secret_basic') ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret)
        return auth(server, client, body, headers)
      }

const failureOf = (error: unknown): IssuerFailure => {
  if (error instanceof oidc.AuthorizationResponseError) return error.error === 'access_denied' ? 'refused' : 'untrusted'
  if (error instanceof oidc.ResponseBodyError) return error.error === 'invalid_grant' ? 'expired' : 'untrusted'
  if (error instanceof oidc.ClientError)
    return error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' ? 'unreachable' : 'untrusted'
  // fetch throws these if there is no answer.
  if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) return 'unreachable'
  return 'untrusted'
}

/** The person in the claims; null if name or number are missing or invalid. */
const personIn = (
  claims: Readonly<Record<string, unknown>>,
  names: LoginSettings['claims'],
  bornBy: string,
): Omit<VerifiedIdentity, 'subject'> | null => {
  const { [names.name]: rawName, [names.number]: rawNumber } = claims
  // A JSON number has lost the last digits of an ID number.
  if (typeof rawName !== 'string' || typeof rawNumber !== 'string') return null
  const name = normalizePersonName(rawName)
  const number = readResidentId(rawNumber, { isCurrentCounty: () => true, bornBy })
  if (name === '' || name.length > MAX_NAME_LENGTH || isUnprintable(name) || number.kind !== 'ok') return null
  return { name, number: number.number }
}

export const openIssuer = (settings: LoginSettings, { clock, fetch }: IssuerOptions): Issuer => {
  let known: { readonly config: Promise<oidc.Configuration>; readonly since: number } | undefined

  const discover = async (): Promise<oidc.Configuration> => {
    const server = new URL(settings.issuer)
    const config = await oidc.discovery(server, settings.clientId, {}, authOf(settings.clientSecret), {
      timeout: TIMEOUT_SECONDS,
      execute: server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      ...(fetch ? { [oidc.customFetch]: fetch as oidc.CustomFetch } : {}),
    })
    // Checks the token's signature; otherwise only the TLS connection would authenticate it.
    oidc.enableNonRepudiationChecks(config)
    return config
  }

  const configuration = (): Promise<oidc.Configuration> => {
    const now = clock.now().getTime()
    if (known && now - known.since < METADATA_MS) return known.config
    const config = discover()
    const mine = { config, since: now }
    known = mine
    // A failure is not cached: the next login tries again.
    config.catch(() => {
      if (known === mine) known = undefined
    })
    return config
  }

  return {
    async begin(redirectUri) {
      try {
        const config = await configuration()
        const verifier = oidc.randomPKCECodeVerifier()
        const state = oidc.randomState()
        const nonce = oidc.randomNonce()
        const url = oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          response_type: 'code',
          scope: settings.scopes.join(' '),
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state,
          nonce,
        })
        return ok({ url, state, nonce, verifier })
      } catch (error) {
        // The browser was not redirected yet: whatever the error is, the issuer cannot be used now.
        return fail(failureOf(error) === 'untrusted' ? 'untrusted' : 'unreachable')
      }
    },

    async finish(answer, { state, nonce, verifier }) {
      try {
        const config = await configuration()
        const tokens = await oidc.authorizationCodeGrant(config, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const token = tokens.claims()
        if (!token) return fail('untrusted')
        const bornBy = chinaDate(clock.now())
        const complete = settings.claims.name in token && settings.claims.number in token
        const more =
          !complete && config.serverMetadata().userinfo_endpoint
            ? await oidc.fetchUserInfo(config, tokens.access_token, token.sub)
            : {}
        const person = personIn({ ...more, ...token }, settings.claims, bornBy)
        return person ? ok({ subject: token.sub, ...person }) : fail('claims')
      } catch (error) {
        return fail(failureOf(error))
      }
    },
  }
}
