/** What the API says and takes about files that are imported together. */
import { z } from 'zod'
import { NumberInPath, TextSchema } from '../../../platform/http/index.ts'
import { Import, ReadingChoices } from '../schema.ts'

const Count = z.number().int().nonnegative()

export const NewBatch = z.object({ channel: z.string().trim().min(1).max(40).default('roster') })
export type NewBatch = z.infer<typeof NewBatch>
export const BatchId = z.object({ batchId: NumberInPath })
export const BatchFileId = z.object({ batchId: NumberInPath, fileId: NumberInPath })
export const BatchMade = z.object({ id: z.number().int() }).meta({ id: 'BatchMade' })
export const BatchForm = z.object({})
export const BatchFilesAdded = z.object({ added: Count }).meta({ id: 'BatchFilesAdded' })

export const BatchFile = z
  .object({
    id: z.number().int(),
    name: z.string(),
    bytes: Count,
    state: z
      .enum(['looking', 'ready', 'asks', 'problem', 'started'])
      .meta({ description: 'asks: columns or sheets are to be chosen, or a question answered; problem: it cannot be imported.' }),
    problem: z.object({ text: TextSchema, next: TextSchema.optional() }).nullable(),
    questions: z.array(TextSchema),
    notes: z.array(TextSchema),
    missing: z.array(z.string()).meta({ description: 'Required fields without a column.' }),
    sheetsLeft: Count.meta({ description: 'Sheets with people that are neither read nor left out.' }),
    isAlike: Count.meta({ description: 'Other files of the batch with the same columns that are not started.' }),
    import: Import.nullable(),
  })
  .meta({ id: 'BatchFile' })
export type BatchFile = z.infer<typeof BatchFile>

export const Batch = z
  .object({ id: z.number().int(), electionId: z.string(), channel: z.string(), files: z.array(BatchFile) })
  .meta({ id: 'Batch' })
export type Batch = z.infer<typeof Batch>

export const BatchChoice = z.object({
  reading: ReadingChoices.optional(),
  confirmed: z.boolean().optional().meta({ description: 'What was asked of the file is answered with yes.' }),
  allAlike: z
    .boolean()
    .default(false)
    .meta({ description: 'Columns are chosen for all files of the batch with the same columns.' }),
})
export type BatchChoice = z.infer<typeof BatchChoice>

export const BatchStarted = z.object({ started: Count }).meta({ id: 'BatchStarted' })
