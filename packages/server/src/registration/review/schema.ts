/** What the API says and takes about the review queue and refused rows. */
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { z } from 'zod'
import { AreaSchema } from '../../election/index.ts'
import { AreaCode, Cursor, Day, Failed, GivenDay, Instant, Next, Reason, TextSchema } from '../../platform/http/index.ts'
import { FindingCode, FindingCounts } from '../check/index.ts'
import { TOLD_BY } from './told/index.ts'

const Count = z.number().int().nonnegative()

/** Names and units are searched; a number would end up in logs and histories on the way. */
const SearchWords = z
  .string()
  .trim()
  .max(40)
  .refine(words => !/\d{6}/.test(words.normalize('NFKC')), {
    params: {
      text: { zh: '请按姓名或单位查找，不要输入证件号码或电话', en: 'Search by name or unit, not by ID number or phone' },
    },
  })

export const ReviewFilter = z.object({
  code: FindingCode.optional(),
  community: z.string().max(12).optional(),
  state: z.enum(['open', 'decided']).default('open'),
  q: SearchWords.optional(),
  assigned: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .meta({ description: '`mine`, `nobody`, or the id of an officer: cases that are assigned so.' }),
  cursor: Cursor.optional(),
})
export type ReviewFilter = z.infer<typeof ReviewFilter>

const Sex = z.enum(['M', 'F']).nullable()
const RegistrationStatus = z.enum(REGISTRATION_STATUSES).meta({ id: 'RegistrationStatus' })

const CorrectedField = z.enum(['name', 'sex', 'birthDate', 'community', 'part'])

export const ReviewCase = z
  .object({
    countyCode: z.string(),
    registrationId: z.number().int(),
    name: z.string(),
    sex: Sex,
    birthDate: Day,
    maskedNumber: z.string(),
    community: AreaSchema.nullable(),
    part: z.string().nullable().meta({ description: 'Part of the community, where the row or the register says it.' }),
    unit: z.string().nullable(),
    channel: z.string(),
    status: RegistrationStatus,
    certificateIssued: z
      .boolean()
      .optional()
      .meta({ description: 'In the list: a certificate was given for this registration, and nobody has taken it yet.' }),
    assignedTo: z.string().optional().meta({ description: 'In the list: the officer to whom the case is assigned.' }),
    rowNo: Count.nullable(),
    importId: z.number().int().nullable(),
    fileName: z.string().nullable(),
    findings: z.array(
      z.object({
        code: FindingCode,
        evidence: z.record(z.string(), z.unknown()),
        state: z.enum(['open', 'accepted', 'refused', 'withdrawn']),
        openedAt: Instant,
        decidedAt: Instant.nullable(),
        decidedBy: z.string().nullable(),
        reason: z.string().nullable(),
        missing: TextSchema.optional().meta({
          description: 'Of someone from elsewhere: which condition of the proof is missing on election day.',
        }),
      }),
    ),
    population: z
      .object({
        name: z.string(),
        sex: Sex,
        birthDate: Day,
        community: AreaSchema.nullable(),
        status: z.enum(['present', 'deceased', 'moved-out']),
        statusOn: Day.nullable(),
      })
      .nullable()
      .meta({ description: 'What the population register has of this number; null: nothing.' }),
    other: z
      .object({
        countyCode: z.string(),
        registrationId: z.number().int(),
        community: AreaSchema.nullable(),
        unit: z.string().nullable(),
        channel: z.string(),
        status: RegistrationStatus,
        visible: z.boolean().meta({ description: 'Lies in the area of the person who asks; else only the office is named.' }),
        name: z.string().optional(),
      })
      .nullable()
      .meta({ description: 'claim.other-district: the registration that holds the person; both offices see the case.' }),
    events: z.array(
      z.object({
        kind: z.enum(['accepted', 'refused', 'moved', 'removed', 'undone', 'confirmed', 'returned']),
        actor: z.string(),
        at: Instant,
        reason: z.string(),
        corrected: z
          .array(z.object({ field: CorrectedField, from: z.string().nullable(), to: z.string() }))
          .meta({ description: 'What the officer set from the register or the ID card.' }),
      }),
    ),
    arrival: z
      .object({
        from: AreaSchema.meta({ description: 'Place of origin.' }),
        issuer: z.string(),
        takenOn: Day,
        state: z.enum(['review', 'held', 'final', 'returned', 'giving-back', 'given-back']),
      })
      .optional()
      .meta({ description: 'In the list: the voter certificate that the person came with; its signature was verified.' }),
    told: z.enum(TOLD_BY).optional().meta({
      description:
        'Answered to a refusal and to taking it back: how the person is told. no-contact, declined, identity: by the office itself.',
    }),
  })
  .meta({ id: 'ReviewCase' })
export type ReviewCase = z.infer<typeof ReviewCase>

export const ReviewPage = z
  .object({
    items: z.array(ReviewCase),
    next: Next,
    total: Count.optional().meta({ description: 'With the first page of a filter.' }),
    ofOthers: Count.optional().meta({
      description: 'Of `total`, cases of registrations in other areas, in which one of your area is concerned.',
    }),
    byCode: FindingCounts.optional().meta({ description: 'With the first page of a filter; whatever code it has.' }),
  })
  .meta({ id: 'ReviewPage' })
export type ReviewPage = z.infer<typeof ReviewPage>

export const DecisionBody = z.object({
  decision: z.enum(['accept', 'refuse']),
  reason: Reason,
  correction: z
    .object({
      name: z.string().trim().min(1).max(60).optional(),
      sex: z.enum(['M', 'F']).optional(),
      birthDate: GivenDay.optional(),
      community: AreaCode.optional(),
      part: z
        .string()
        .trim()
        .min(1)
        .max(40)
        .optional()
        .meta({ description: 'Part of the community (村民小组, 楼院), where it is divided among districts.' }),
    })
    .optional()
    .meta({ description: 'Approving: what is set from the register or the ID card. It is kept in the record.' }),
})
export type DecisionBody = z.infer<typeof DecisionBody>

/** Cases decided together, at most: each is its own transaction within one request. */
const MOST_TOGETHER = 100
const CaseRef = z.object({ countyCode: z.string().regex(/^\d{6}$/), registrationId: z.number().int().positive() })
export const CaseRefs = z
  .array(CaseRef)
  .min(1)
  .max(MOST_TOGETHER)
  .refine(refs => new Set(refs.map(({ countyCode, registrationId }) => `${countyCode}/${registrationId}`)).size === refs.length, {
    params: { text: { zh: '同一件登记列了两次', en: 'A case is named twice' } },
  })

export const TogetherBody = z.object({
  cases: CaseRefs.meta({ description: 'Picked one by one: there is no way to name all cases of a filter.' }),
  code: FindingCode.meta({ description: 'What is open of each of them, and nothing else is.' }),
  decision: z.enum(['accept', 'refuse']),
  reason: Reason,
})
export type TogetherBody = z.infer<typeof TogetherBody>

export const DecidedTogether = z
  .object({
    items: z.array(
      z.object({
        countyCode: z.string(),
        registrationId: z.number().int(),
        decided: ReviewCase.optional().meta({
          description: 'The case after its decision; without it `failure` says why it is not decided.',
        }),
        failure: Failed.optional(),
      }),
    ),
    decided: Count,
  })
  .meta({ id: 'DecidedTogether' })
export type DecidedTogether = z.infer<typeof DecidedTogether>

export const UndoBody = z.object({ reason: Reason })

export const RefusedRowId = z.object({
  id: z.string().min(1).max(60),
  countyCode: z.string().regex(/^\d{2,6}$/),
  digest: z.guid(),
})
export type RefusedRowId = z.infer<typeof RefusedRowId>

export const NumberProposal = z
  .object({
    person: z
      .object({ name: z.string(), maskedNumber: z.string(), community: AreaSchema.nullable() })
      .nullable()
      .meta({ description: 'The one person of that name with these 15 digits; null: none, or several.' }),
  })
  .meta({ id: 'NumberProposal' })
export type NumberProposal = z.infer<typeof NumberProposal>

export const ConfirmProposal = z.object({
  number: z.string().trim().min(15).max(24).meta({ description: 'From the ID card; never kept.' }),
  community: AreaCode,
})
export type ConfirmProposal = z.infer<typeof ConfirmProposal>

export const RefusedFilter = z.object({
  code: FindingCode.optional(),
  state: z.enum(['open', 'mended']).default('open'),
  cursor: Cursor.optional(),
})
export type RefusedFilter = z.infer<typeof RefusedFilter>

export const RefusedPage = z
  .object({
    items: z.array(
      z.object({
        countyCode: z.string(),
        digest: z.guid(),
        canPropose: z.boolean().meta({ description: 'Of its number 15 digits are left: an officer may ask who it is.' }),
        importId: z.number().int(),
        fileName: z.string(),
        rowNo: Count,
        name: z.string(),
        community: AreaSchema.nullable(),
        unit: z.string().nullable(),
        codes: z.array(FindingCode),
        at: Instant,
        mendedBy: z.string().nullable().meta({ description: 'Who entered the row again, corrected.' }),
        mendedAt: Instant.nullable(),
      }),
    ),
    next: Next,
    total: Count.optional().meta({ description: 'With the first page of a filter; only of rows that nobody has mended.' }),
  })
  .meta({ id: 'RefusedPage' })
export type RefusedPage = z.infer<typeof RefusedPage>
