/** What the API says and takes about published voter lists. */
import { z } from 'zod'
import { SecondGiven } from '../../access/index.ts'
import { LevelSchema } from '../../election/index.ts'
import { Day, Instant, NumberInPath, Reason, TextSchema } from '../../platform/http/index.ts'
import { FAULT_CODES } from '../verify/index.ts'

const Count = z.number().int().nonnegative()

export const RollVersion = z
  .object({
    version: z.number().int(),
    kind: z.enum(['list', 'supplement']),
    root: z.string().meta({ description: 'Merkle root over salted leaves, SM3, hex.' }),
    entries: Count,
    people: Count.nullable().meta({
      description:
        'Different people of the entries: one may be on the list of the county and on that of the township. Null in old versions.',
    }),
    publishedOn: Day,
    publishedBy: z.string(),
    lateReason: z.string().nullable(),
    districts: z.array(z.object({ level: LevelSchema, code: z.string(), name: z.string(), entries: Count, root: z.string() })),
  })
  .meta({ id: 'RollVersion' })
export type RollVersion = z.infer<typeof RollVersion>

export const PreviewBody = z.object({
  lateReason: Reason.optional().meta({
    description: 'Needed later than 20 days before polling day (EL 28): why, on the record.',
  }),
})

export const PublishBody = z.object({
  preview: z.number().int().positive().meta({ description: 'Number of the preview that the caller, a second person, confirms.' }),
  second: SecondGiven.optional().meta({
    description: 'Where the caller prepared it: how an officer of the level above confirmed.',
  }),
})

const ChangeSchema = z.enum(['listed', 'added', 'removed', 'corrected'])

export const RollPreview = z
  .object({
    id: z.number().int(),
    version: z.number().int(),
    kind: z.enum(['list', 'supplement']),
    digest: z.string().meta({ description: 'Of all that would be published, SM3, hex: the confirmation is of this.' }),
    entries: Count,
    people: Count,
    lateReason: z.string().nullable(),
    preparedBy: z.string(),
    preparedAt: Instant,
    own: z.boolean().meta({ description: 'Prepared by the account that asks, which cannot confirm it.' }),
    districts: z.array(
      z.object({
        level: LevelSchema,
        code: z.string(),
        name: z.string(),
        listed: Count,
        added: Count,
        removed: Count,
        corrected: Count,
        cases: z.object({
          waiting: Count.meta({ description: 'Registrations that are not listed until somebody decides.' }),
          standing: Count.meta({ description: 'Listed, though a finding about them is open.' }),
          objections: Count,
        }),
      }),
    ),
    objectionsElsewhere: Count.meta({ description: 'Open objections of no known district.' }),
    glyphs: z
      .array(
        z.object({
          codePoint: z.number().int(),
          handling: z.enum(['blank', 'picture']),
          decidedBy: z.string(),
          uses: Count,
          chosen: z.boolean().meta({ description: 'False: nobody chose, so it is left blank.' }),
        }),
      )
      .meta({ description: 'Characters that no font prints, and what is printed for them.' }),
    fontAdvice: TextSchema.nullable().meta({ description: 'Which font would have them.' }),
    withoutPlace: Count.meta({ description: 'Districts whose poster leaves the hours and the place of voting blank.' }),
    leftOff: Count.meta({ description: 'Registered people whom no district takes.' }),
    undecided: Count.meta({
      description:
        'Registered people of whom it is not decided whether they elect the township’s deputies, or where: not on its list.',
    }),
  })
  .meta({ id: 'RollPreview' })
export type RollPreview = z.infer<typeof RollPreview>

export const WaitingPreview = z.object({ preview: RollPreview.nullable() })

export const PreviewQuery = z.object({
  level: LevelSchema,
  district: z.string().min(1).max(60),
  from: z.coerce.number().int().nonnegative().max(10_000_000).default(0),
})

export const PreviewEntries = z
  .object({
    entries: z.array(
      z.object({
        registrationId: z.number().int(),
        group: z.string(),
        number: z.number().int(),
        change: ChangeSchema,
        name: z.string(),
        sex: z.string(),
        mark: z.string(),
      }),
    ),
    next: z.number().int().nullable(),
    current: z.boolean().meta({ description: 'False: this district says something else now than in the preview.' }),
  })
  .meta({ id: 'PreviewEntries' })
export type PreviewEntries = z.infer<typeof PreviewEntries>

export const RollId = z.object({ id: z.string().min(1).max(60), version: NumberInPath })
/** A plain file name, as it was listed: no folder, nothing hidden. */
export const RollFileId = RollId.extend({
  name: z
    .string()
    .max(300)
    .regex(/^[^./\\\0][^/\\\0]*$/),
})

const RollFile = z.object({ name: z.string(), bytes: Count, title: TextSchema }).meta({ id: 'RollFile' })
export const RollFiles = z
  .object({ ready: z.boolean().describe('false: the files are still to be made'), files: z.array(RollFile) })
  .meta({ id: 'RollFiles' })
export type RollFiles = z.infer<typeof RollFiles>

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
