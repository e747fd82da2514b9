import { z } from 'zod'
import { TextSchema } from '../../platform/http/index.ts'

export const PersonRecord = z
  .object({
    name: z.string(),
    sections: z.array(
      z.object({
        title: TextSchema,
        facts: z.array(z.object({ label: TextSchema, value: TextSchema })),
        events: z.array(z.object({ at: z.iso.datetime(), text: TextSchema, by: z.string().nullable() })),
      }),
    ),
  })
  .meta({
    id: 'PersonRecord',
    description: 'What is kept of one person in an election, by module. No numbers, addresses or phones.',
  })
export type PersonRecord = z.infer<typeof PersonRecord>
