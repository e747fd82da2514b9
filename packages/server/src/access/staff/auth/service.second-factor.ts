/**
 * Codes of an authenticator app (TOTP) and backup codes. The library checks them at sign-in. Enrolling an app is our own code, so that an
 * app is replaced in one transaction: until the first right code, the new secret exists only in a sealed token in the owner's browser.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { fail, ok, type Result } from '@mingce/domain/result'
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import type { Keyring } from '../../../platform/crypto/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import type { Failure } from '../../../platform/http/index.ts'
import type { AccessFailure } from '../../errors.ts'
import { openTicket, sealTicket } from '../../gate/index.ts'
import { type Auth, authSecretOf } from './service.ts'
import { findSecondFactors, removeApp, replaceSecondFactor, upsertApp, upsertBackupCodes } from './store.proofs.ts'

const ISSUER = 'Mingce'
const SECRET_BYTES = 20
const TICKET = 'access/totp'
const TICKET_MINUTES = 15
const BACKUP_CODES = 10
/** Without letters and digits that look alike on paper. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'

/** `length` random letters of an alphabet in which none look alike on paper. */
export const randomLetters = (length: number): string => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** Ten codes. They are shown once, and each is accepted once. */
export const newBackupCodes = (): string[] =>
  Array.from({ length: BACKUP_CODES }, () => `${randomLetters(5)}-${randomLetters(5)}`)

export interface NewApp {
  /** For a QR code: `otpauth://totp/…`. */
  readonly uri: string
  /** To type in, base32. */
  readonly secret: string
  /** The browser sends it back with the first code. */
  readonly ticket: string
}

interface AppTicket {
  readonly userId: string
  readonly secret: string
}

/** A new secret for `username`'s app. Nothing is stored yet. */
export const offerApp = (keys: Keyring, userId: string, username: string, at: Date): NewApp => {
  const bytes = new Uint8Array(randomBytes(SECRET_BYTES))
  const secret = base32.encode(bytes, { padding: false })
  const ticket: AppTicket = { userId, secret }
  return {
    uri: createOTP(bytes).url(ISSUER, username),
    secret,
    ticket: sealTicket(keys, TICKET, ticket, new Date(at.getTime() + TICKET_MINUTES * 60_000)),
  }
}

/** Checks the first code of an offered app; returns the secret in the form in which the library stores it. */
export const acceptApp = async (
  { auth, keys, at }: { auth: Auth; keys: Keyring; at: Date },
  userId: string,
  { ticket, code }: { ticket: string; code: string },
): Promise<Result<{ readonly sealedSecret: string }, Failure<AccessFailure>>> => {
  const offer = openTicket<AppTicket>(keys, TICKET, ticket, at)
  if (!offer || offer.userId !== userId) return fail({ code: 'sign-in.step-ended' })
  if (!(await createOTP(base32.decode(offer.secret)).verify(code))) return fail({ code: 'proof.wrong', field: 'code' })
  return ok({ sealedSecret: await encrypt(auth, `base32:${offer.secret}`) })
}

const encrypt = async (auth: Auth, data: string): Promise<string> =>
  symmetricEncrypt({ key: (await auth.$context).secretConfig, data })

/** Replaces the account's app and its backup codes. */
export const saveApp = async (
  tx: Sql,
  auth: Auth,
  userId: string,
  sealedSecret: string,
  codes: readonly string[],
): Promise<void> => upsertApp(tx, userId, { secret: sealedSecret, backupCodes: await encrypt(auth, JSON.stringify(codes)) })

/** A secret that no app has: an account without an app has backup codes all the same. */
const noApp = (auth: Auth): Promise<string> =>
  encrypt(auth, `base32:${base32.encode(new Uint8Array(randomBytes(SECRET_BYTES)), { padding: false })}`)

/** Replaces the backup codes. */
export const saveBackupCodes = async (tx: Sql, auth: Auth, userId: string, codes: readonly string[]): Promise<void> =>
  upsertBackupCodes(tx, userId, { secret: await noApp(auth), backupCodes: await encrypt(auth, JSON.stringify(codes)) })

/** Removes the app and keeps the backup codes; returns how many apps there were. */
export const dropApp = async (tx: Sql, auth: Auth, userId: string): Promise<number> => removeApp(tx, userId, await noApp(auth))

/** When the person keys change (docs/adr/0015): apps and backup codes stay good. Cookies do not, so that everybody signs in again. */
export const rekeySecondFactors = async (
  tx: Sql,
  { from, to }: { readonly from: Keyring; readonly to: Keyring },
): Promise<void> => {
  const [before, after] = [authSecretOf(from), authSecretOf(to)]
  const again = async (data: string) => symmetricEncrypt({ key: after, data: await symmetricDecrypt({ key: before, data }) })
  for (const { userId, secret, backupCodes } of await findSecondFactors(tx))
    await replaceSecondFactor(tx, { userId, secret: await again(secret), backupCodes: await again(backupCodes) })
}
