/** What the API says and takes about imports. */
import { z } from 'zod'
import { GivenDay, Instant, NumberInPath, TextSchema } from '../../platform/http/index.ts'
import { FindingCounts } from '../check/index.ts'

const Count = z.number().int().nonnegative()

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
  asOf: z.union([blank, GivenDay]).optional().meta({ description: 'The day the extract shows.' }),
  endsOn: z.union([blank, GivenDay]).optional().meta({ description: 'The day it is purged.' }),
})
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

export const HeldBody = z.object({
  decision: z.enum(['let-in', 'send-back']),
  reason: z.string().trim().min(6, { error: 'too short' }).max(200).meta({ description: 'Recorded in the audit log.' }),
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
        samples: z.array(z.string()).meta({ description: 'First values; numbers of people are masked.' }),
      }),
    ),
    missing: z.array(z.string()).meta({ description: 'Fields this kind needs and the file has no column for.' }),
    notes: z.array(TextSchema),
  })
  .meta({ id: 'Preview' })
export type Preview = z.infer<typeof Preview>
