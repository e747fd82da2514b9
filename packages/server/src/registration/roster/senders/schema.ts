/** What the API says of communities and units that are to send their people. */
import { z } from 'zod'
import { AreaSchema } from '../../../election/index.ts'
import { Cursor, Instant, Next } from '../../../platform/http/index.ts'

const Count = z.number().int().nonnegative()

const Of = z.enum(['communities', 'units'])
const State = z.enum(['nothing', 'sent', 'all'])

export const SenderFilter = z.object({
  of: Of.default('communities'),
  state: State.default('nothing'),
  q: z.string().trim().max(40).optional(),
  cursor: Cursor.optional(),
})
export type SenderFilter = z.infer<typeof SenderFilter>
export const SenderExport = z.object({ of: Of.default('communities'), state: State.default('nothing') })
export type SenderExport = z.infer<typeof SenderExport>

export const SenderPage = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        community: AreaSchema.nullable().meta({ description: 'The community itself; of a unit, where it is.' }),
        rows: Count.meta({ description: 'Rows that were sent by files, whatever became of them.' }),
        lastAt: Instant.nullable(),
        registered: Count.nullable().meta({ description: 'Of a community: people registered there by any road.' }),
      }),
    ),
    total: Count,
    next: Next,
  })
  .meta({ id: 'SenderPage' })
export type SenderPage = z.infer<typeof SenderPage>
