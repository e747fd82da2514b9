/** What the API says and takes about elections, and about who did what in one. */
import { z } from 'zod'
import { AreaCode, AreaSchema, Cursor, Day, GivenDay, Instant, Next } from '../platform/http/index.ts'

export { AreaSchema }

export const LevelSchema = z.enum(['county', 'township']).meta({ id: 'Level' })

export const ElectionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    area: AreaSchema,
    pollingDay: Day,
    levels: z.array(LevelSchema),
    ruleSet: z.string(),
    state: z.enum(['preparing', 'listed', 'closed']),
    round: z.string().meta({ description: '届次: within one round a person is on one roll.' }),
    listDeadline: Day.meta({
      description:
        'The last day to publish the voter list: 20 days before polling day (EL 28), or by the province’s rule for by-elections.',
    }),
    training: z.boolean().meta({ description: 'For practice, with made-up people only: every page says so.' }),
  })
  .meta({ id: 'Election' })
export type Election = z.infer<typeof ElectionSchema>

export const ElectionIdSchema = z.object({ id: z.string().min(1).max(60) })

export const NewElection = z.object({
  areaCode: AreaCode,
  day: GivenDay.meta({ description: 'Election day.' }),
  lastDay: GivenDay.optional().meta({ description: 'The last polling day, where polling goes over several.' }),
  byElection: z.boolean().optional().meta({ description: '补选; false where not said.' }),
  levels: z.array(LevelSchema).min(1).max(2),
  name: z.string().trim().min(1).max(100),
  training: z.boolean().optional().meta({ description: 'For practice, with made-up people only; false where not said.' }),
})
export type NewElection = z.infer<typeof NewElection>

export const AuditFilter = z.object({
  action: z.string().max(60).optional(),
  actor: z.string().trim().max(60).optional().meta({ description: 'The start of the account’s name.' }),
  from: GivenDay.optional().meta({ description: 'The first day, in China’s time.' }),
  to: GivenDay.optional().meta({ description: 'The last day, in China’s time.' }),
  cursor: Cursor.optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

const AuditEntry = z
  .object({
    id: z.number().int(),
    at: Instant,
    actor: z.string(),
    role: z.string(),
    action: z.string(),
    subject: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' })

export const AuditPage = z.object({ items: z.array(AuditEntry), next: Next }).meta({ id: 'AuditPage' })
export type AuditPage = z.infer<typeof AuditPage>
