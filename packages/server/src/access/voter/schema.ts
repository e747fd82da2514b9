/** Requests and responses about voters' logins. */
import { z } from 'zod'
import { Day, Instant, TextSchema } from '../../platform/http/index.ts'

export const VoterLoginList = z
  .object({
    options: z.array(z.object({ id: z.string(), name: TextSchema })).meta({ description: 'Real-name logins to choose from.' }),
    demo: z.boolean().meta({ description: 'The login is a demo’s and its people are made up.' }),
  })
  .meta({ id: 'VoterLoginList' })

export const VoterLoginId = z.object({ id: z.string().max(40) })
export const VoterLoginTo = z.object({
  to: z.string().max(500).optional().meta({ description: 'A page of this server to come back to; `/` where not given.' }),
})
/** The issuer's answer. It may have more parameters. */
export const VoterLoginAnswer = z.looseObject({ state: z.string().optional() })

export const VoterMe = z
  .object({
    name: z.string(),
    maskedNumber: z.string(),
    sex: z.enum(['M', 'F']),
    birthDate: Day,
    issuer: z.string().meta({ description: 'Id of the login that vouched.' }),
    sessionEndsAt: Instant.meta({
      description: 'Without a further request; a request puts it off, to two hours after signing in at most.',
    }),
  })
  .meta({ id: 'VoterMe' })
export type VoterMe = z.infer<typeof VoterMe>
