/** What the API says about the server itself and about long work. */
import { z } from 'zod'
import { ErrorBody, TextSchema } from '../platform/http/index.ts'

export const Health = z.object({ ok: z.boolean(), version: z.string() }).meta({ id: 'Health' })

export const JobId = z.object({ jobId: z.uuid() })
export const JobStarted = z.object({ jobId: z.string() }).meta({ id: 'JobStarted' })

export const Job = z
  .object({
    id: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    progress: z
      .object({
        stage: z.string(),
        done: z.number().int().nonnegative(),
        total: z.number().int().nonnegative().nullable(),
        title: TextSchema.nullish(),
      })
      .nullish(),
    result: z.record(z.string(), z.unknown()).nullish(),
    error: ErrorBody.shape.error.nullish(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>
