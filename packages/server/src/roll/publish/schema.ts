/** What the API says and takes about published voter lists. */
import { z } from 'zod'
import { LevelSchema } from '../../election/index.ts'
import { Day, NumberInPath, Reason, TextSchema } from '../../platform/http/index.ts'
import { FAULT_CODES } from '../verify/index.ts'

const Count = z.number().int().nonnegative()

export const RollVersion = z
  .object({
    version: z.number().int(),
    kind: z.enum(['list', 'supplement']),
    root: z.string().meta({ description: 'Merkle root over salted leaves, SM3, hex.' }),
    entries: Count,
    publishedOn: Day,
    publishedBy: z.string(),
    lateReason: z.string().nullable(),
    districts: z.array(z.object({ level: LevelSchema, code: z.string(), name: z.string(), entries: Count, root: z.string() })),
  })
  .meta({ id: 'RollVersion' })
export type RollVersion = z.infer<typeof RollVersion>

export const PublishBody = z.object({
  lateReason: Reason.optional().meta({
    description: 'Needed later than 20 days before polling day (EL 28): why, on the record.',
  }),
})

export const RollId = z.object({ id: z.string().min(1).max(60), version: NumberInPath })
/** A plain file name, as it was listed: no folder, nothing hidden. */
export const RollFileId = RollId.extend({
  name: z
    .string()
    .max(300)
    .regex(/^[^./\\\0][^/\\\0]*$/),
})

export const RollFile = z.object({ name: z.string(), bytes: Count, title: TextSchema }).meta({ id: 'RollFile' })
export type RollFile = z.infer<typeof RollFile>

export const RollVerified = z
  .object({
    ok: z.boolean(),
    entries: Count,
    root: z.string(),
    faults: z.array(
      z.object({
        code: z.enum(FAULT_CODES),
        level: LevelSchema.nullable(),
        district: z.string().nullable().meta({ description: 'Code of the district; null where it is of no single one.' }),
        number: z.number().int().nullable().meta({ description: 'Within the voter group.' }),
        name: z.string().nullable(),
        file: z.string().nullable(),
        text: TextSchema,
      }),
    ),
  })
  .meta({ id: 'RollVerified' })
export type RollVerified = z.infer<typeof RollVerified>
