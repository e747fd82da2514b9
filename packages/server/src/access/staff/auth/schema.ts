/** Requests and responses about the own account: factors, sessions, and proofs. */
import { z } from 'zod'
import { SECOND_FACTOR_RULES } from './service.policy.ts'
import { toCode } from './service.proofs.ts'

const Moment = z.iso.datetime()
const Base64Url = z
  .string()
  .max(8000)
  .regex(/^[\w-]+$/)
const Password = z.string().min(1).max(128)
/** Six digits of the app, or a backup code: case, spaces, dashes and full-width characters are no difference. */
const Code = z
  .string()
  .max(60)
  .transform(toCode)
  .refine(code => code.length >= 6 && code.length <= 20)
  .meta({ description: 'Six digits, or a backup code; case, spaces and dashes do not matter.' })

export const PasskeyOffer = z
  .object({
    ticket: z.string().meta({ description: 'Sent back with the browser’s answer.' }),
    options: z.record(z.string(), z.unknown()).meta({ description: 'For navigator.credentials, as WebAuthn’s JSON.' }),
  })
  .meta({ id: 'PasskeyOffer' })
export type PasskeyOffer = z.infer<typeof PasskeyOffer>

/** The browser's answer, as far as it is read. */
export const PasskeyAnswer = z
  .object({
    ticket: z.string().min(1).max(4000),
    response: z.object({
      id: Base64Url,
      rawId: Base64Url,
      type: z.literal('public-key'),
      response: z.object({
        clientDataJSON: Base64Url,
        attestationObject: Base64Url.optional(),
        authenticatorData: Base64Url.optional(),
        signature: Base64Url.optional(),
        userHandle: Base64Url.nullish(),
        transports: z
          .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
          .max(8)
          .optional(),
      }),
    }),
  })
  .meta({ id: 'PasskeyAnswer' })
export type PasskeyAnswer = z.infer<typeof PasskeyAnswer>

/** One second factor that the account has. */
const Proof = z.union([z.object({ code: Code }), z.object({ passkey: PasskeyAnswer })]).meta({ id: 'Proof' })

const FactorKind = z.enum(['totp', 'backup-code', 'passkey'])

export const Account = z
  .object({
    secondFactor: z.object({
      rule: z.enum(SECOND_FACTOR_RULES),
      totp: z.boolean(),
      backupCodes: z.boolean().meta({ description: 'Backup codes were issued, beside the app or the passkeys.' }),
      passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: Moment, lastUsedAt: Moment.nullable() })),
      passkeysPossible: z.boolean().meta({ description: 'False without https or at a bare address.' }),
    }),
    sessions: z.array(
      z.object({
        id: z.string(),
        current: z.boolean(),
        signedInAt: Moment,
        lastSeenAt: Moment,
        address: z.string().nullable(),
        device: z.string().nullable().meta({ description: 'What the browser says of itself.' }),
        secondFactor: FactorKind.nullable(),
      }),
    ),
    sessionEnds: z.object({ idleMinutes: z.int(), hours: z.int() }),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

export const SecondStepBody = z.object({ code: Code })
export const PasswordBody = z.object({ password: Password, newPassword: z.string().min(1).max(128) })
export const StartAppBody = z.object({ password: Password, proof: Proof.optional() })
export const NewApp = z.object({ uri: z.string(), secret: z.string(), ticket: z.string() }).meta({ id: 'NewApp' })
export const FinishAppBody = z.object({
  ticket: z.string().min(1).max(2000),
  code: z
    .string()
    .max(60)
    .transform(toCode)
    .pipe(z.string().regex(/^\d{6}$/)),
})
export const BackupCodes = z.object({ backupCodes: z.array(z.string()) }).meta({ id: 'BackupCodes' })
export const PasskeyAdded = z.object({
  ok: z.literal(true),
  backupCodes: z
    .array(z.string())
    .nullable()
    .meta({ description: 'Shown once, with the first factor; null: the account has some.' }),
})
export const NewPasskeyBody = z.object({ password: Password, name: z.string().trim().min(1).max(40), passkey: PasskeyAnswer })
export const ProvenBody = z.object({ password: Password, proof: Proof })
export type ProvenBody = z.infer<typeof ProvenBody>
export const PasskeyId = z.object({ passkeyId: Base64Url.max(1400) })
export const SessionId = z.object({ sessionId: z.string().regex(/^[\w-]{1,64}$/) })
