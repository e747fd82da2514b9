/** What the API says and takes about a shift: the work list that a device carries, and the queue that it brings back. */
import { BASES } from '@mingce/domain/election'
import { FINDINGS } from '@mingce/domain/registration'
import { z } from 'zod'
import { AreaSchema, ElectionSchema } from '../../election/index.ts'
import { Day, Instant, TextSchema } from '../../platform/http/index.ts'
import { VisitOutcome } from '../worklist/index.ts'

/** As many people as a phone carries and two feet can reach in days. */
export const SHIFT_LIMIT = 20_000

export const ShiftBundle = z
  .object({
    election: ElectionSchema,
    rules: z
      .object({
        homeDigits: z.union([z.literal(2), z.literal(4), z.literal(6)]),
        proofs: z.array(z.number().int()),
        days: z
          .object({ residentBy: Day, workedBy: Day })
          .meta({ description: 'The latest first days of residence and work that are long enough ago on election day.' }),
        bases: z.array(
          z.object({
            basis: z.enum(BASES),
            title: TextSchema,
            why: TextSchema,
            article: z.string(),
            proofs: z.array(z.number().int()).meta({ description: 'Sets of evidence, as sums of bits, each enough by itself.' }),
          }),
        ),
      })
      .meta({ description: 'What the form asks, by the election’s own rule set.' }),
    area: AreaSchema,
    shiftEndsAt: Instant,
    communities: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        districts: z.object({ county: AreaSchema.nullable(), township: AreaSchema.nullable() }),
        asksTownship: z.boolean().meta({
          description: 'The committee decides by person here: the form asks whether the person elects the township’s deputies.',
        }),
        parts: z
          .array(z.object({ part: z.string(), name: z.string() }))
          .meta({ description: 'Of a community that is divided among districts: its parts; the form asks which.' }),
      }),
    ),
    people: z
      .array(
        z.object({
          personRef: z.string().meta({ description: 'Opaque; says nothing outside this election.' }),
          name: z.string(),
          sex: z.enum(['M', 'F']).nullable(),
          birthYear: z.number().int(),
          community: z.string(),
          address: z.string().nullable(),
          maskedPhone: z.string().nullable(),
          migrant: z.boolean(),
          visit: z.object({ outcome: VisitOutcome, by: z.string(), at: Instant }).nullable(),
        }),
      )
      .meta({ description: 'Who may vote and is on no roll, in the order of the register. No ID numbers.' }),
  })
  .meta({ id: 'ShiftBundle' })
export type ShiftBundle = z.infer<typeof ShiftBundle>

/** Of a queue, what goes in one call. */
const QUEUE_LIMIT = 50

export const QueueBody = z.object({
  deviceId: z.uuid(),
  items: z
    .array(
      z.object({
        requestId: z.uuid().meta({ description: 'Chosen when it was entered; a retry repeats it and changes nothing.' }),
        sealed: z
          .string()
          .max(20_000)
          .regex(/^[A-Za-z0-9+/]+={0,2}$/)
          .meta({
            description:
              'Base64 of the encapsulated key and the ciphertext (HPKE). Inside: {kind: "registration", registration} as of registerPerson, or {kind: "visit", personRef, outcome}.',
          }),
      }),
    )
    .max(QUEUE_LIMIT),
})
export type QueueBody = z.infer<typeof QueueBody>

/** What was sealed. The registration itself is read by the schema of registering at a station. */
export const QueueItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('registration'), registration: z.looseObject({}) }),
  z.object({ kind: z.literal('visit'), personRef: z.string().min(1).max(300), outcome: VisitOutcome }),
])

const FindingCode = z.enum(FINDINGS.map(finding => finding.code))

/** What came of a registration, as far as the worker has to know. */
export const QueueAnswer = z.object({
  outcome: z.enum(['registered', 'review', 'pending', 'refused', 'already', 'elsewhere', 'received']),
  registration: z
    .object({
      countyCode: z.string(),
      registrationId: z.number().int(),
      status: z.string(),
      community: AreaSchema.nullable(),
    })
    .nullable(),
  findings: z.array(z.object({ code: FindingCode, article: z.string(), title: TextSchema, next: TextSchema })),
  elsewhere: z.object({ community: z.string(), since: Day.nullable() }).nullish(),
})
export type QueueAnswer = z.infer<typeof QueueAnswer>

const requestId = z.uuid()
/** done: written, or found to need nothing. refused: will never be taken as it is; the worker mends it. later: keep it and send it again. */
export const QueueResult = z
  .object({
    results: z.array(
      z.discriminatedUnion('state', [
        z.object({
          state: z.literal('done'),
          requestId,
          name: z
            .string()
            .nullable()
            .meta({ description: 'Whose registration it was: the device itself can no longer read it.' }),
          answer: QueueAnswer.nullable().meta({ description: 'null: a visit.' }),
        }),
        z.object({
          state: z.literal('refused'),
          requestId,
          name: z.string().nullable(),
          error: z.object({ code: z.string(), field: z.string().optional(), text: TextSchema, next: TextSchema.optional() }),
        }),
        z.object({ state: z.literal('later'), requestId }),
      ]),
    ),
  })
  .meta({ id: 'QueueResult' })
export type QueueResult = z.infer<typeof QueueResult>
