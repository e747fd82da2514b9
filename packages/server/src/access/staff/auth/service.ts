/** Passwords, second factors and sessions, by better-auth. Its own routes are not reachable: our routes call them from inside. */
import { betterAuth } from 'better-auth'
import { twoFactor, username } from 'better-auth/plugins'
import type { Keyring } from '../../../platform/crypto/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { innerEndpoints } from './service.endpoints.ts'
import { openAuthKysely } from './store.kysely.ts'
import { PROOF_LOCK } from './store.lockout.ts'

/** A working day. */
export const SESSION_SECONDS = 12 * 3600

export const USERNAME = /^[a-z0-9][a-z0-9._-]{2,29}$/
export const PASSWORD_MIN = 10

/** The time between the password and the second step. */
const SECOND_STEP_SECONDS = 600

/** Requests to better-auth come from this process only; the library checks this address. */
export const INNER_ORIGIN = 'http://mingce.internal'
export const INNER_ADDRESS_HEADER = 'x-mingce-client'

export interface AuthOptions {
  readonly database: Database
  readonly keys: Keyring
  /** People reach the server by https: cookies are sent over https only. */
  readonly https: boolean
}

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' }

/** Signs the cookies and encrypts second factors. Derived from the installation's key, so that there is one secret to store. */
export const authSecretOf = (keys: Keyring): string =>
  keys.digests(['mingce/access/cookies/1', 'mingce/access/cookies/2']).join('')

/** Opens better-auth on our tables (migration 0002). No sign-up: `createStaff` makes accounts. */
export const openAuth = ({ database, keys, https }: AuthOptions) =>
  betterAuth({
    appName: 'Mingce',
    baseURL: INNER_ORIGIN,
    trustedOrigins: [INNER_ORIGIN],
    secret: authSecretOf(keys),
    database: { db: openAuthKysely(database), type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_MIN, maxPasswordLength: 128 },
    plugins: [
      username({ displayUsername: false, usernameValidator: name => USERNAME.test(name.toLowerCase()) }),
      twoFactor({
        issuer: 'Mingce',
        twoFactorCookieMaxAge: SECOND_STEP_SECONDS,
        accountLockout: { maxFailedAttempts: PROOF_LOCK.free, durationSeconds: PROOF_LOCK.firstMs / 1000 },
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'access_two_factor',
            fields: {
              userId: 'user_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      innerEndpoints(),
    ],
    user: { modelName: 'access_user', fields: { emailVerified: 'email_verified', ...timestamps } },
    session: {
      modelName: 'access_session',
      fields: { userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...timestamps },
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      // No copy in the cookie: a session that was ended ends at once.
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'access_account',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...timestamps,
      },
    },
    verification: { modelName: 'access_verification', fields: { expiresAt: 'expires_at', ...timestamps } },
    // Ours: service.throttle.ts for passwords, limits of the routes for everything else.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'mingce',
      useSecureCookies: https,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
      ipAddress: { ipAddressHeaders: [INNER_ADDRESS_HEADER] },
    },
  })

export type Auth = ReturnType<typeof openAuth>
