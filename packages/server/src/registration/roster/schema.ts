/** What the API says and takes about imports. */
import { z } from 'zod'
import { SecondGiven } from '../../access/index.ts'
import { GivenDay, Instant, NumberInPath, TextSchema } from '../../platform/http/index.ts'
import { FindingCounts } from '../check/index.ts'

const Count = z.number().int().nonnegative()

export const ImportKind = z.enum(['population', 'disqualifications', 'previous-roll', 'registrations']).meta({ id: 'ImportKind' })
export type ImportKind = z.infer<typeof ImportKind>

/** Text parts of an upload. An empty part says nothing, as forms send it. */
const blank = z.literal('').transform(() => undefined)

/** A part of JSON, as forms send it. */
const parseJson = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' })
    return z.NEVER
  }
}
export const ReadingChoices = z.object({
  columns: z.array(z.object({ column: z.number().int().min(0).max(499), field: z.string().max(40).nullable() })).max(500),
  leaveOut: z.array(z.string().max(200)).max(500),
})
const ReadingPart = z
  .union([blank, z.string().max(100_000).transform(parseJson).pipe(ReadingChoices)])
  .optional()
  .meta({
    description:
      'How the file is read, as JSON: {"columns":[{"column":0,"field":"name"}],"leaveOut":["sheet"]}. Columns count from 0; field null: not used. Without it, as the office last chose for a file with the same columns.',
  })
export const PreviewForm = z.object({ kind: ImportKind, reading: ReadingPart })
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
  asOf: z.union([blank, GivenDay]).optional().meta({ description: 'The day the extract shows.' }),
  endsOn: z.union([blank, GivenDay]).optional().meta({ description: 'The day it is purged.' }),
  reading: ReadingPart,
})
export type PreviewForm = z.infer<typeof PreviewForm>
export type ImportForm = z.infer<typeof ImportForm>

export const ImportStarted = z.object({ id: z.number().int() }).meta({ id: 'ImportStarted' })

export const ImportId = z.object({ importId: NumberInPath })

const ImportState = z.enum(['reading', 'deciding', 'done', 'failed', 'held'])

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
    releasedBy: z.string().nullable().meta({ description: 'The officer who let the file in after it had waited (state held).' }),
    hasReport: z.boolean(),
    reportDue: z.boolean().meta({ description: 'The rows are saved, and the report is still to be made.' }),
    progress: ImportProgress.nullish().meta({ description: 'While it runs in this server.' }),
  })
  .meta({ id: 'Import' })
export type Import = z.infer<typeof Import>

export const ImportFilter = z.object({
  kind: ImportKind.optional(),
  state: z.enum(['running', 'done', 'failed', 'held']).optional(),
  q: z.string().trim().max(60).optional().meta({ description: 'Part of the name of the file, or of who sent it.' }),
  mine: z.enum(['yes']).optional().meta({ description: 'Sent by whoever asks.' }),
  before: NumberInPath.optional().meta({ description: 'Imports before this one: the last of the page before.' }),
})
export type ImportFilter = z.infer<typeof ImportFilter>

export const HeldBody = z.object({
  decision: z.enum(['let-in', 'send-back']),
  reason: z.string().trim().min(6, { error: 'too short' }).max(200).meta({ description: 'Recorded in the audit log.' }),
  second: SecondGiven.optional(),
})

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
        isByContent: z.boolean().meta({ description: 'Recognised by its cells and not by its header: to be checked.' }),
        samples: z.array(z.string()).meta({ description: 'First values; numbers of people are masked.' }),
      }),
    ),
    missing: z.array(z.string()).meta({ description: 'Fields this kind needs and the file has no column for.' }),
    notes: z.array(TextSchema),
    fields: z
      .array(z.object({ field: z.string(), title: TextSchema, required: z.boolean() }))
      .meta({ description: 'What a column can be read as.' }),
    sheets: z.array(
      z.object({
        name: z.string().nullable(),
        isRead: z.boolean(),
        isHidden: z.boolean(),
        people: Count.nullable().meta({ description: 'Of a sheet that is not read: rows that seem to hold people.' }),
      }),
    ),
    isRemembered: z.boolean().meta({ description: 'Read as the office chose for an earlier file with the same columns.' }),
    questions: z.array(TextSchema).meta({ description: 'To be answered with yes before the import is started.' }),
  })
  .meta({ id: 'Preview' })
export type Preview = z.infer<typeof Preview>
