/** What the API takes to export the roll, and to look a number up. */
import { z } from 'zod'
import { VoterItem, VotersFilter } from './schema.ts'

export const EXPORT_COLUMNS = [
  'name',
  'sex',
  'birthDate',
  'maskedNumber',
  'community',
  'countyDistrict',
  'townshipDistrict',
  'voterGroup',
  'unit',
  'basis',
  'channel',
  'status',
  'registrationId',
] as const
export type ExportColumn = (typeof EXPORT_COLUMNS)[number]

/** Why, in words that another can follow later. */
const WrittenReason = z
  .string()
  .trim()
  .min(6, { error: 'too short' })
  .max(200)
  .refine(reason => !/(?:\d[\s-]?){11}/.test(reason.normalize('NFKC')), {
    params: {
      text: {
        zh: '理由写入操作记录，选民本人也可能看到，请不要写号码或电话',
        en: 'The reason is recorded and the voter may see it. Do not enter an ID or phone number',
      },
    },
  })

export const ExportBody = z
  .strictObject({
    filter: VotersFilter.default({}),
    columns: z.array(z.enum(EXPORT_COLUMNS)).min(1).max(EXPORT_COLUMNS.length),
    format: z.enum(['xlsx', 'csv']),
    language: z.enum(['zh', 'en']).default('zh'),
    reason: WrittenReason,
  })
  .meta({ id: 'VotersExport' })
export type ExportBody = z.infer<typeof ExportBody>

export const NumberBody = z.strictObject({
  name: z.string().trim().min(1).max(60),
  number: z.string().trim().min(1).max(40),
  reason: WrittenReason,
})
export type NumberBody = z.infer<typeof NumberBody>

export const NumberAnswer = z
  .object({
    outcome: z
      .enum(['registered', 'review', 'pending', 'refused', 'removed', 'moved', 'outside', 'none'])
      .meta({ description: 'outside: registered, but not in your area. none: nobody is registered with this name and number.' }),
    voter: VoterItem.nullable().meta({ description: 'The registration, where it lies in your area.' }),
  })
  .meta({ id: 'NumberAnswer' })
export type NumberAnswer = z.infer<typeof NumberAnswer>
