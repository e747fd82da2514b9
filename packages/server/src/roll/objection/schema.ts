/** What the API says and takes about objections to the list. */
import { OBJECTION_KINDS, OBJECTION_STATES, OBJECTION_SUBJECTS } from '@mingce/domain/roll'
import { z } from 'zod'
import { AreaSchema } from '../../election/index.ts'
import { Cursor, Day, GivenDay, Instant, Next, NumberInPath, TextSchema } from '../../platform/http/index.ts'

const Count = z.number().int().nonnegative()

/** Words that stay with the case: an ID number or a phone has no business in them. */
const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(text => !/\d{15}|(?<!\d)1\d{10}(?!\d)/.test(text.normalize('NFKC').replace(/[\s-]/g, '')), {
      params: {
        text: { zh: '请不要写身份证号或手机号', en: 'Do not enter ID numbers or phone numbers' },
      },
    })

const ObjectionKindSchema = z.enum(OBJECTION_KINDS).meta({ id: 'ObjectionKind' })
const ObjectionStateSchema = z.enum(OBJECTION_STATES).meta({ id: 'ObjectionState' })
const Subject = z.enum(OBJECTION_SUBJECTS)

const Complaint = z.object({
  subject: Subject.meta({ description: 'own: the objector’s own entry, or its lack; other: somebody else’s.' }),
  kind: ObjectionKindSchema,
  named: words(40).optional().meta({ description: 'Of another: the name as it stands, or should stand, on the list.' }),
  place: words(60).optional().meta({ description: 'Where on the list: district, group or number.' }),
  text: words(1000),
})

export const VoterObjectionBody = Complaint.extend({ electionId: z.string().min(1).max(60) })
export type VoterObjectionBody = z.infer<typeof VoterObjectionBody>

export const StationObjectionBody = Complaint.extend({
  objector: z.object({
    name: words(40),
    number: z.string().max(30).optional().meta({ description: 'Resident ID number, where there is one.' }),
  }),
})
export type StationObjectionBody = z.infer<typeof StationObjectionBody>

const Course = {
  id: z.number().int(),
  kind: ObjectionKindSchema,
  subject: Subject,
  named: z.string().nullable(),
  place: z.string().nullable(),
  text: z.string(),
  filedOn: Day,
  filedVia: z.enum(['portal', 'station']),
  until: Day.meta({ description: 'The last day to object (EL 29).' }),
  late: z.boolean(),
  dueOn: Day.meta({ description: 'The committee decides by this day (EL 29).' }),
  state: ObjectionStateSchema,
  decision: z.enum(['upheld', 'dismissed']).nullable(),
  reason: z.string().nullable(),
  article: z.string().nullable(),
  decidedOn: Day.nullable(),
  servedOn: Day.nullable(),
  court: z.string().nullable(),
  caseNumber: z.string().nullable(),
  suedOn: Day.nullable(),
  judgment: z.enum(['as-decided', 'list', 'strike']).nullable(),
  judgmentNumber: z.string().nullable(),
  judgedOn: Day.nullable(),
  closedOn: Day.nullable(),
  suitUntil: Day.meta({ description: 'The last day to sue (EL 29, CPL 188).' }),
}

export const MyObjection = z
  .object({ electionId: z.string(), electionName: z.string(), ...Course, told: TextSchema })
  .meta({ id: 'MyObjection', description: 'A decision shows when it has been served.' })
export type MyObjection = z.infer<typeof MyObjection>

const Entry = z.object({
  countyCode: z.string(),
  registrationId: z.number().int(),
  name: z.string(),
  sex: z.enum(['M', 'F']).nullable(),
  birthYear: z.number().int(),
  voterGroup: z.string().nullable(),
  community: AreaSchema.nullable(),
  status: z.string(),
})

export const ObjectionItem = z
  .object({
    countyCode: z.string(),
    ...Course,
    text: Course.text.nullable(),
    objector: z
      .string()
      .nullable()
      .meta({ description: 'null, as the text and the person named: the reader has no part in the case.' }),
    rollVersion: z.number().int(),
    area: AreaSchema,
    daysLeft: z.number().int().meta({ description: 'To decide, of one not yet decided; below zero: overdue.' }),
  })
  .meta({ id: 'ObjectionItem' })
export type ObjectionItem = z.infer<typeof ObjectionItem>

export const ObjectionDetail = z
  .object({
    ...ObjectionItem.shape,
    decidedBy: z.string().nullable(),
    registrationId: z.number().int().nullable(),
    entries: z.array(Entry).meta({ description: 'Registrations it may be about; the officer says which.' }),
    events: z.array(z.object({ kind: z.string(), actor: z.string(), at: Instant, reason: z.string().nullable() })),
  })
  .meta({ id: 'ObjectionDetail' })
export type ObjectionDetail = z.infer<typeof ObjectionDetail>

export const ObjectionFilter = z.object({ state: z.enum(['open', 'closed']).default('open'), cursor: Cursor.optional() })
export type ObjectionFilter = z.infer<typeof ObjectionFilter>

export const ObjectionPage = z
  .object({
    items: z.array(ObjectionItem),
    next: Next,
    counts: z.object({
      toDecide: Count,
      overdue: Count,
      toServe: Count,
      inCourt: Count,
      late: Count.meta({ description: 'Filed after their time and not yet decided.' }),
    }),
  })
  .meta({ id: 'ObjectionPage' })
export type ObjectionPage = z.infer<typeof ObjectionPage>

export const ObjectionId = z.object({
  id: z.string().min(1).max(60),
  countyCode: z.string().regex(/^\d{2,6}$/),
  objectionId: NumberInPath,
})

export const ObjectionDecisionBody = z.object({
  decision: z.enum(['upheld', 'dismissed']),
  reason: words(500),
  article: words(200).meta({
    description:
      'Articles of national laws and of the election’s own rule set, such as “EL 27, BJ 30”: those of GET /api/elections/{id}/rule-set.',
  }),
  registrationId: z.number().int().positive().optional().meta({ description: 'Which of the entries it is about.' }),
  correction: z
    .object({
      name: words(40).optional(),
      sex: z.enum(['M', 'F']).optional(),
      voterGroup: words(40).optional(),
    })
    .optional()
    .meta({ description: 'wrong-particulars: what is right.' }),
})
export type ObjectionDecisionBody = z.infer<typeof ObjectionDecisionBody>

export const ObjectionUndoBody = z.object({ reason: words(500) })
export const SuitBody = z.object({ court: words(60), caseNumber: words(60), suedOn: GivenDay })
export type SuitBody = z.infer<typeof SuitBody>
export const JudgmentBody = z.object({
  judgment: z.enum(['as-decided', 'list', 'strike']),
  judgmentNumber: words(60),
  judgedOn: GivenDay,
})
export type JudgmentBody = z.infer<typeof JudgmentBody>
