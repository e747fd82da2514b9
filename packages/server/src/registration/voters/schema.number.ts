/** What the API takes to look a number up. */
import { z } from 'zod'
import { WrittenReason } from '../../platform/http/index.ts'
import { VoterItem } from './schema.ts'

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
