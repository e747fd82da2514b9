/** What the API takes to open an ID number, and what it tells a voter about who looked. */
import { z } from 'zod'
import { RoleSchema } from '../../access/index.ts'
import { Instant } from '../../platform/http/index.ts'

export const RevealBody = z.object({
  reason: z
    .string()
    .trim()
    .min(6, { error: 'too short' })
    .max(200)
    .refine(reason => !/(?:\d[\s-]?){11}/.test(reason.normalize('NFKC')), {
      params: {
        text: {
          zh: '理由会给选民本人看，请不要写号码或电话',
          en: 'The voter can see the reason. Do not enter an ID or phone number',
        },
      },
    })
    .meta({ description: 'Stands in the audit trail and on the voter’s own page.' }),
})

export const RevealedNumber = z
  .object({ number: z.string().meta({ description: '18 places. Keep it nowhere.' }) })
  .meta({ id: 'RevealedNumber' })

export const AccessHistoryEntry = z
  .object({
    at: Instant,
    by: z.object({ office: z.string().meta({ description: 'Name of the office’s area.' }), role: RoleSchema }),
    what: z.enum([
      'number-revealed',
      'case-accepted',
      'case-refused',
      'case-undone',
      'disqualifications-looked-up',
      'number-looked-up',
      'registration-corrected',
      'registration-removed',
      'elsewhere-told',
      'number-proposed',
    ]),
    why: z.string().nullable().meta({ description: 'The reason as the office wrote it.' }),
  })
  .meta({ id: 'AccessHistoryEntry' })
export type AccessHistoryEntry = z.infer<typeof AccessHistoryEntry>
