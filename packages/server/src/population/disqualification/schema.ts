/** What the API says and takes about the feed of the disqualification register. */
import { AUTHORITY_KINDS } from '@mingce/domain/population'
import { z } from 'zod'
import { Instant } from '../../platform/http/index.ts'

const Count = z.number().int().nonnegative()
const OUTCOMES = ['added', 'replaced', 'withdrawn', 'unchanged', 'refused'] as const

export const FeedMessageBody = z.object({
  signature: z.string().max(4000).meta({ description: 'JWS in compact form over the statement of the message.' }),
  message: z.string().meta({ description: 'JSON Lines: the very text whose digest was signed.' }),
})

const counts = {
  entries: Count,
  added: Count,
  replaced: Count,
  withdrawn: Count,
  unchanged: Count,
  refused: Count,
}
const findings = z
  .object({ opened: Count, withdrawn: Count })
  .meta({ description: 'Of standing registrations: opened for a person to decide; no longer holding.' })

export const FeedAnswerSchema = z
  .object({
    authority: z.string(),
    sequence: z.number().int().positive(),
    again: z.boolean().meta({ description: 'Taken before; this is what was answered then.' }),
    ...counts,
    findings,
    outcomes: z.array(z.enum(OUTCOMES)).meta({ description: 'Of each line, from line 1.' }),
    refusals: z.array(z.object({ line: z.number().int().positive(), codes: z.array(z.string()) })),
  })
  .meta({ id: 'FeedAnswer' })

export const AuthorityStandingSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(AUTHORITY_KINDS),
    areaCode: z.string(),
    keys: z.array(
      z.object({
        keyId: z.string(),
        algorithm: z.enum(['ed25519', 'sm2']),
        validFrom: Instant,
        validTo: Instant.nullable(),
        state: z.enum(['holds', 'not-yet', 'ended']),
      }),
    ),
    last: z
      .object({
        sequence: z.number().int().positive(),
        receivedAt: Instant,
        issuedAt: Instant,
        channel: z.enum(['file', 'api']),
        ...counts,
        findings,
      })
      .nullable()
      .meta({ description: 'The last message that was taken.' }),
  })
  .meta({ id: 'AuthorityStanding' })
