/** What the API says and takes about people not yet registered, the overview of an election and its check. */
import { z } from 'zod'
import { ElectionSchema, WAITING_TASKS } from '../../election/index.ts'
import { Cursor, Day, Instant, Next, TextSchema } from '../../platform/http/index.ts'
import { FindingCounts } from '../check/index.ts'
import { Import } from '../roster/index.ts'

const Count = z.number().int().nonnegative()
const Sex = z.enum(['M', 'F']).nullable()

export const VisitOutcome = z.enum(['found', 'out', 'abroad', 'moved', 'unknown', 'closed']).meta({ id: 'VisitOutcome' })

export const ContactFilter = z.object({
  community: z.string().max(12).optional(),
  state: z.enum(['open', 'visited']).default('open'),
  cursor: Cursor.optional(),
})
export type ContactFilter = z.infer<typeof ContactFilter>

export const MissingCommunities = z
  .array(z.object({ code: z.string(), name: z.string(), total: Count, visited: Count }))
  .meta({ id: 'MissingCommunities' })
export type MissingCommunities = z.infer<typeof MissingCommunities>

export const PersonToVisit = z.object({
  personRef: z.string().meta({ description: 'Opaque; says nothing outside this election.' }),
  name: z.string(),
  sex: Sex,
  birthYear: z.number().int(),
  address: z.string().nullable(),
  maskedPhone: z.string().nullable(),
  migrant: z.boolean(),
  visit: z.object({ outcome: VisitOutcome, by: z.string(), at: Instant }).nullable(),
})
export type PersonToVisit = z.infer<typeof PersonToVisit>

export const NotYetRegisteredPage = z
  .object({
    items: z.array(PersonToVisit),
    next: Next.meta({ description: 'Cursor of the next page, also of a page with fewer people or none; null on the last page.' }),
  })
  .meta({ id: 'NotYetRegisteredPage' })
export type NotYetRegisteredPage = z.infer<typeof NotYetRegisteredPage>

export const Visit = z.object({ personRef: z.string().min(1).max(300), outcome: VisitOutcome })
export type Visit = z.infer<typeof Visit>

export const CheckSummary = z
  .object({ registered: Count, review: Count, pending: Count, refused: Count, notYetRegistered: Count, findings: FindingCounts })
  .meta({ id: 'CheckSummary' })
export type CheckSummary = z.infer<typeof CheckSummary>

const Elsewhere = Count.meta({
  description: 'Eligible here by the population register, registered in another community or election.',
})
const FromElsewhere = Count.meta({
  description: 'Of those registered, in review or pending here, people whom the population register does not have here.',
})

export const Overview = z
  .object({
    election: ElectionSchema,
    counts: z.object({
      eligible: Count,
      registered: Count,
      review: Count,
      reviewStanding: Count.meta({
        description: 'Of `review`, those among `registered`: they stay on the roll until it is decided (EL 27).',
      }),
      pending: Count.meta({ description: 'Kept, and waiting for an answer of a register; not among `review`.' }),
      refused: Count,
      notYetRegistered: Count,
      elsewhere: Elsewhere,
      fromElsewhere: FromElsewhere,
    }),
    cases: z.object({ total: Count, ofOthers: Count }).meta({
      description:
        'Open cases, as the review queue counts them; `ofOthers`: of registrations in other areas, in which one of your area is concerned.',
    }),
    objections: z
      .object({ open: Count, due: Count })
      .meta({ description: 'Objections that are not closed, and those of them to be decided today or late (EL 29).' }),
    work: z
      .array(
        z.object({
          task: z.enum(WAITING_TASKS),
          count: Count,
          due: Count,
          first: z
            .object({ countyCode: z.string(), registrationId: Count })
            .optional()
            .meta({ description: 'Where the work is done on the page of a registration: that of the oldest.' }),
        }),
      )
      .meta({ description: 'Work that waits for you, by kind; `due` of it is due today or overdue.' }),
    communities: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        eligible: Count,
        registered: Count,
        review: Count,
        reviewStanding: Count,
        pending: Count,
        notYetRegistered: Count,
        elsewhere: Elsewhere,
        fromElsewhere: FromElsewhere,
      }),
    ),
    findings: FindingCounts,
    deadlines: z.array(
      z.object({
        step: z.string(),
        date: Day,
        article: z.string(),
        title: TextSchema,
        daysLeft: z.number().int(),
        doneOn: Day.nullable().meta({ description: 'The list: the day on which it was published.' }),
        planned: z.boolean().optional().meta({ description: 'Counted from the plan: what it counts from has not happened yet.' }),
        movedFrom: Day.optional().meta({ description: 'The holiday on which it would have ended.' }),
      }),
    ),
    imports: z.array(Import).meta({ description: 'The latest five.' }),
    roll: z
      .object({ version: Count, kind: z.enum(['list', 'supplement']), root: z.string(), entries: Count, publishedOn: Day })
      .nullable()
      .meta({ description: 'The latest published version.' }),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof Overview>
