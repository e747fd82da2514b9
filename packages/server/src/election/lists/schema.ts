/** What the API says and takes about lists as files. */
import { z } from 'zod'
import { Instant, TextSchema, WrittenReason } from '../../platform/http/index.ts'

const Word = z.string().min(1).max(40)

export const NewListExport = z
  .strictObject({
    list: Word.meta({
      description: 'voters, not-yet-registered, refused, cases, certificates, … as `GET /api/elections/{id}/lists` names them.',
    }),
    filter: z.record(Word, z.string().max(120)).default({}).meta({ description: 'As the list itself takes it.' }),
    columns: z.array(Word).max(40).optional().meta({ description: 'All where not given.' }),
    format: z.enum(['xlsx', 'csv']).default('xlsx'),
    language: z.enum(['zh', 'en']).default('zh'),
    reason: WrittenReason.optional(),
  })
  .meta({ id: 'NewListExport' })
export type NewListExport = z.infer<typeof NewListExport>

export const ListExport = z
  .object({
    id: z.uuid(),
    list: z.string(),
    title: TextSchema,
    people: z
      .number()
      .int()
      .nonnegative()
      .meta({ description: 'People that it named when it was asked for; 0: a list of things.' }),
    reason: z.string().nullable(),
    askedBy: z.string(),
    askedAt: Instant,
    own: z.boolean().meta({ description: 'You asked for it: another officer confirms, and you take the file.' }),
    state: z
      .enum(['waiting', 'ready', 'over'])
      .meta({ description: 'waiting: for a second officer. over: its time has passed.' }),
    confirmedBy: z.string().nullable(),
  })
  .meta({ id: 'ListExport' })
export type ListExport = z.infer<typeof ListExport>

export const ListKinds = z.object({
  limit: z.number().int().positive().meta({ description: 'A list of more people takes a reason and a second officer.' }),
  lists: z.array(z.object({ list: z.string(), title: TextSchema })),
})
export type ListKinds = z.infer<typeof ListKinds>

export const ListExportId = z.object({ id: z.string().min(1).max(60), exportId: z.guid() })
