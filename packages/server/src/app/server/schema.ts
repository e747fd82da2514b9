/** What the API says about the server itself and about long work. */
import { z } from 'zod'
import { Instant } from '../../platform/http/index.ts'

/** Of a demo on one's own machine, whose people are made up, the sign-in page may say how to get in. */
export const DemoAccount = z
  .object({
    username: z.string(),
    password: z.string(),
    role: z.enum(['city', 'district', 'township', 'station', 'auditor']),
    area: z.object({ code: z.string(), name: z.string() }).optional(),
  })
  .meta({ id: 'DemoAccount' })
export type DemoAccount = z.infer<typeof DemoAccount>

export const Health = z
  .object({ ok: z.boolean(), version: z.string(), demo: z.boolean().optional(), accounts: z.array(DemoAccount).optional() })
  .meta({ id: 'Health' })

export const ClockView = z
  .object({
    doubt: z.enum(['ahead', 'behind']).nullable().meta({ description: 'Of the newest record; null: the clock is trusted.' }),
    now: z.iso.datetime().meta({ description: 'What the clock says.' }),
    lastRecord: z.iso.datetime().meta({ description: 'The newest record that it is judged by.' }),
  })
  .meta({ id: 'ClockView' })
export type ClockView = z.infer<typeof ClockView>

export const JobId = z.object({ jobId: z.string().regex(/^[a-z]+(?:-[a-z]+)*\.[0-9a-f-]{36}$/) })
export const Job = z
  .object({
    id: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    progress: z
      .object({
        step: z.string().nullable().meta({ description: 'A word the pages translate.' }),
        done: z.number().nonnegative(),
        total: z.number().nonnegative().nullable(),
      })
      .nullish()
      .meta({ description: 'While it runs in this server.' }),
    result: z.record(z.string(), z.unknown()).nullish(),
    error: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullish(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>

export const LogStatusSchema = z
  .object({
    origin: z.string(),
    key: z.string().meta({ description: 'The key that checkpoints are verified with, as a vkey (C2SP signed-note).' }),
    size: z.number().int().nonnegative(),
    waiting: z.number().int().nonnegative().meta({ description: 'Audit rows that are not in the log yet.' }),
    checkpoint: z
      .object({
        shortCode: z.string().meta({ description: 'As posters print it.' }),
        root: z.string().meta({ description: 'base64' }),
        madeAt: Instant,
      })
      .nullable(),
    witnesses: z
      .array(
        z.object({
          name: z.string(),
          size: z.number().int().nonnegative(),
          at: Instant.nullable(),
          trouble: z.string().nullable().meta({ description: 'Why it did not cosign the last time.' }),
        }),
      )
      .meta({ description: 'The newest checkpoint that each witness cosigned.' }),
  })
  .meta({ id: 'LogStatus' })
