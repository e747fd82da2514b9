/**
 * Codes of an authenticator app (TOTP) and backup codes. The library checks them at sign-in; enrolling is ours, so that an app is replaced in
 * one transaction and never half: until the first right code the new secret exists only in a sealed token that its owner holds.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { fail, ok, type Result } from '@mingce/domain/result'
import { symmetricEncrypt } from 'better-auth/crypto'
import type { Keyring } from '../../../platform/crypto/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import type { Failure } from '../../../platform/http/index.ts'
import type { AccessFailure } from '../../errors.ts'
import { openTicket, sealTicket } from '../../gate/index.ts'
import type { Auth } from './service.ts'

const ISSUER = 'Mingce'
const SECRET_BYTES = 20
const TICKET = 'access/totp'
const TICKET_MINUTES = 15
const BACKUP_CODES = 10
/** Without letters and digits that look alike on paper. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'

/** `length` letters of an alphabet that is read from paper without doubt. */
export const randomLetters = (length: number): string => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** Ten codes, shown once; each opens the second step once. */
export const newBackupCodes = (): string[] =>
  Array.from({ length: BACKUP_CODES }, () => `${randomLetters(5)}-${randomLetters(5)}`)

export interface NewApp {
  /** For the camera: `otpauth://totp/…`. */
  readonly uri: string
  /** For typing, base32. */
  readonly secret: string
  /** Given back with the first code. */
  readonly ticket: string
}

interface AppTicket {
  readonly userId: string
  readonly secret: string
}

/** A new secret for `username`'s app; nothing is kept yet. */
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

/** Is `code` the first right one for the offered secret? Then the secret, as the library keeps it. */
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

/** Puts the app in place of the one before, with its backup codes. */
export const saveApp = async (
  tx: Sql,
  auth: Auth,
  userId: string,
  sealedSecret: string,
  codes: readonly string[],
): Promise<void> => {
  await tx.run(
    `INSERT INTO access_two_factor (id, user_id, secret, backup_codes, verified) VALUES ($1, $1, $2, $3, true)
     ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, backup_codes = excluded.backup_codes, verified = true,
       failed_verification_count = 0, locked_until = NULL`,
    [userId, sealedSecret, await encrypt(auth, JSON.stringify(codes))],
  )
}

/** Puts new backup codes in place of the ones before; false when the account has no app. */
export const saveBackupCodes = async (tx: Sql, auth: Auth, userId: string, codes: readonly string[]): Promise<boolean> =>
  (await tx.run('UPDATE access_two_factor SET backup_codes = $2 WHERE user_id = $1 AND verified', [
    userId,
    await encrypt(auth, JSON.stringify(codes)),
  ])) > 0
