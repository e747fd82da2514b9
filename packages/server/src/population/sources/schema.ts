/** What the API says of the sources that registrations are checked against. */
import { z } from 'zod'
import { Day, Instant, TextSchema } from '../../platform/http/index.ts'

export const SourceSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['extract', 'register']).meta({ description: 'extract: imported. register: asked over HTTP.' }),
    name: z.string(),
    area: z.object({ code: z.string(), name: z.string() }).meta({ description: 'Elections in this area ask it.' }),
    legalBasis: z.string(),
    asOf: Day.nullable().meta({ description: 'The day its data show.' }),
    endsOn: Day.nullable().meta({ description: 'The last day; then it is purged.' }),
    state: z.enum(['local', 'not-asked', 'closed', 'open', 'half-open', 'ended', 'removed']).meta({
      description:
        'local: an extract. closed: asked. open: it failed again and again and rests. half-open: tried again. As this server process sees it.',
    }),
    lastSuccessAt: Instant.nullable(),
    lastError: z.object({ at: Instant, code: z.string(), text: TextSchema, next: TextSchema }).nullable(),
    medianMs: z.number().int().nullable().meta({ description: 'Of the last hundred answers.' }),
    pending: z.number().int().meta({ description: 'Registrations that wait for an answer.' }),
  })
  .meta({ id: 'PopulationSource' })
export type SourceAnswer = z.infer<typeof SourceSchema>
