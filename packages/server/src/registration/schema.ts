/** What the API says and takes about registration: imports, the review queue, people not yet registered, the overview. */
import { FINDINGS } from '@mingce/domain/registration'
import { z } from 'zod'
import { AreaSchema, ElectionSchema } from '../election/index.ts'
import { Cursor, Day, Instant, Next, NumberInPath, Reason, TextSchema } from '../platform/http/index.ts'

const Count = z.number().int().nonnegative()

export const FindingCode = z.enum(FINDINGS.map(finding => finding.code)).meta({ id: 'FindingCode' })
export const FindingCounts = z.partialRecord(FindingCode, Count).meta({ id: 'FindingCounts' })

export const FindingRule = z
  .object({
    code: FindingCode,
    severity: z.enum(['refused', 'review', 'note']),
    article: z.string(),
    title: TextSchema,
    next: TextSchema,
  })
  .meta({ id: 'FindingRule' })

// ── imports ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const ImportKind = z.enum(['population', 'disqualifications', 'previous-roll', 'registrations']).meta({ id: 'ImportKind' })
export type ImportKind = z.infer<typeof ImportKind>

/** Text parts of an upload. An empty part says nothing, as forms send it. */
const blank = z.literal('').transform(() => undefined)
export const PreviewForm = z.object({ kind: ImportKind })
export const ImportForm = z.object({
  kind: ImportKind,
  channel: z
    .union([blank, z.string().trim().max(40)])
    .optional()
    .meta({ description: 'How the registrations came, such as roster or station.' }),
  legalBasis: z
    .union([blank, z.string().trim().max(200)])
    .optional()
    .meta({ description: 'Why this population extract may be used (PIPL 13).' }),
  asOf: z.union([blank, Day]).optional().meta({ description: 'The day the extract shows.' }),
  endsOn: z.union([blank, Day]).optional().meta({ description: 'The day it is purged.' }),
})
export type ImportForm = z.infer<typeof ImportForm>

export const ImportStarted = z.object({ id: z.number().int() }).meta({ id: 'ImportStarted' })

export const ImportId = z.object({ importId: NumberInPath })

export const ImportState = z.enum(['reading', 'deciding', 'done', 'failed'])

export const ImportProgress = z
  .object({ stage: z.string(), rowsRead: Count, bytesRead: Count, bytesTotal: Count })
  .meta({ id: 'ImportProgress' })
export type ImportProgress = z.infer<typeof ImportProgress>

export const Import = z
  .object({
    id: z.number().int(),
    kind: ImportKind,
    channel: z.string(),
    fileName: z.string(),
    state: ImportState,
    rows: Count.nullable(),
    accepted: Count.nullable(),
    review: Count.nullable(),
    refused: Count.nullable(),
    unchanged: Count.nullable(),
    findings: FindingCounts,
    notes: z.array(TextSchema),
    error: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
    startedBy: z.string(),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    hasReport: z.boolean(),
    progress: ImportProgress.nullish().meta({ description: 'While it runs in this server.' }),
  })
  .meta({ id: 'Import' })
export type Import = z.infer<typeof Import>

export const Preview = z
  .object({
    encoding: z.string().nullable(),
    format: z.string(),
    sheet: z.string().nullable(),
    headerRow: Count,
    columns: z.array(
      z.object({
        header: z.string(),
        field: z.string().nullable().meta({ description: 'What the column is read as; null: not known, ignored.' }),
        title: TextSchema.nullable(),
        samples: z.array(z.string()).meta({ description: 'First values; numbers of people are masked.' }),
      }),
    ),
    missing: z.array(z.string()).meta({ description: 'Fields this kind needs and the file has no column for.' }),
    notes: z.array(TextSchema),
  })
  .meta({ id: 'Preview' })
export type Preview = z.infer<typeof Preview>

// ── review ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

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
  cursor: Cursor.optional(),
})
export type ReviewFilter = z.infer<typeof ReviewFilter>

const Sex = z.enum(['M', 'F']).nullable()
const RegistrationStatus = z
  .enum(['registered', 'review', 'pending', 'refused', 'moved', 'removed'])
  .meta({ id: 'RegistrationStatus' })

export const ReviewCase = z
  .object({
    countyCode: z.string(),
    registrationId: z.number().int(),
    name: z.string(),
    sex: Sex,
    birthDate: Day,
    maskedNumber: z.string(),
    community: AreaSchema.nullable(),
    unit: z.string().nullable(),
    channel: z.string(),
    status: RegistrationStatus,
    certificateIssued: z
      .boolean()
      .optional()
      .meta({ description: 'In the list: a certificate was given for this registration, and nobody has taken it yet.' }),
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
        kind: z.enum(['accepted', 'refused', 'moved', 'removed', 'undone', 'confirmed']),
        actor: z.string(),
        at: Instant,
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'ReviewCase' })
export type ReviewCase = z.infer<typeof ReviewCase>

export const ReviewPage = z
  .object({ items: z.array(ReviewCase), next: Next, total: Count, byCode: FindingCounts })
  .meta({ id: 'ReviewPage' })
export type ReviewPage = z.infer<typeof ReviewPage>

export const CaseId = z.object({ countyCode: z.string().regex(/^\d{6}$/), registrationId: NumberInPath })
export const DecisionBody = z.object({ decision: z.enum(['accept', 'refuse']), reason: Reason })
export const UndoBody = z.object({ reason: Reason })

export const RefusedFilter = z.object({ code: FindingCode.optional(), cursor: Cursor.optional() })
export type RefusedFilter = z.infer<typeof RefusedFilter>

export const RefusedPage = z
  .object({
    items: z.array(
      z.object({
        importId: z.number().int(),
        fileName: z.string(),
        rowNo: Count,
        name: z.string(),
        community: AreaSchema.nullable(),
        unit: z.string().nullable(),
        codes: z.array(FindingCode),
        at: Instant,
      }),
    ),
    next: Next,
    total: Count,
  })
  .meta({ id: 'RefusedPage' })
export type RefusedPage = z.infer<typeof RefusedPage>

// ── not yet registered ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const VisitOutcome = z.enum(['found', 'abroad', 'moved', 'closed']).meta({ id: 'VisitOutcome' })

export const ContactFilter = z.object({
  community: z.string().max(12).optional(),
  state: z.enum(['open', 'visited']).default('open'),
  cursor: Cursor.optional(),
})
export type ContactFilter = z.infer<typeof ContactFilter>

export const NotYetRegisteredPage = z
  .object({
    communities: z.array(z.object({ code: z.string(), name: z.string(), total: Count, visited: Count })),
    items: z.array(
      z.object({
        personRef: z.string().meta({ description: 'Opaque; says nothing outside this election.' }),
        name: z.string(),
        sex: Sex,
        birthYear: z.number().int(),
        address: z.string().nullable(),
        maskedPhone: z.string().nullable(),
        migrant: z.boolean(),
        visit: z.object({ outcome: VisitOutcome, by: z.string(), at: Instant }).nullable(),
      }),
    ),
    next: Next,
  })
  .meta({ id: 'NotYetRegisteredPage' })
export type NotYetRegisteredPage = z.infer<typeof NotYetRegisteredPage>

export const Visit = z.object({ personRef: z.string().min(1).max(300), outcome: VisitOutcome })
export type Visit = z.infer<typeof Visit>

// ── overview and check ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const CheckSummary = z
  .object({ registered: Count, review: Count, pending: Count, refused: Count, notYetRegistered: Count, findings: FindingCounts })
  .meta({ id: 'CheckSummary' })
export type CheckSummary = z.infer<typeof CheckSummary>

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
    }),
    objections: z
      .object({ open: Count, due: Count })
      .meta({ description: 'Objections that are not closed, and those of them to be decided today or late (EL 29).' }),
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
      }),
    ),
    findings: FindingCounts,
    deadlines: z.array(
      z.object({ step: z.string(), date: Day, article: z.string(), title: TextSchema, daysLeft: z.number().int() }),
    ),
    imports: z.array(Import).meta({ description: 'The latest five.' }),
    roll: z
      .object({ version: Count, kind: z.enum(['list', 'supplement']), root: z.string(), entries: Count, publishedOn: Day })
      .nullable()
      .meta({ description: 'The latest published version.' }),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof Overview>
