/** Building stones of the API's schemas: what every room's `api.ts` writes its requests and answers with. */
import { z } from 'zod'

/** A sentence in both languages. */
export const TextSchema = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'Text' })

/** What every answer with a status of 400 and more carries: what happened, to which field, what to do next. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string().meta({ description: 'From a closed set; programs decide by it, people read the sentences.' }),
      zh: z.string(),
      en: z.string(),
      field: z.string().optional().meta({ description: 'The field of the request this is about.' }),
      next: TextSchema.optional().meta({ description: 'What to do about it.' }),
      id: z.string().optional().meta({ description: 'Of the request, to look up in the log; said with unexpected errors.' }),
    }),
  })
  .meta({ id: 'Error' })
export type ErrorBody = z.infer<typeof ErrorBody>

/** Answers of a route: its own, and the errors that any route may give. */
export const answers = <S extends Record<number, unknown>>(own: S) => ({ ...own, '4xx': ErrorBody, '5xx': ErrorBody })

/** A point in time. Goes out in ISO 8601; a stored answer that is sent again already has it as a string. */
export const Instant = z
  .custom<Date | string>(value => value instanceof Date || typeof value === 'string')
  .meta({ type: 'string', format: 'date-time' })

/** A calendar day, 'YYYY-MM-DD'. */
export const Day = z.iso.date().meta({ format: 'date' })

/** 2 to 12 digits: province, city, county or district, township or street, community or village. */
export const AreaCode = z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/)

export const Cursor = z.string().max(500).meta({ description: 'From `next` of the page before; opaque.' })
export const Next = z.string().nullable().meta({ description: 'Cursor of the next page; null: this is the last.' })

/** A number, written in a query or a path. */
export const NumberInPath = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)

/** A retry with the same key answers the same and changes nothing. Other headers pass. */
export const RetryHeaders = z.looseObject({
  'idempotency-key': z
    .uuid()
    .optional()
    .meta({ description: 'Chosen by the client, one for each thing done; a retry repeats it.' }),
})

/** A reason that someone else will read later. */
export const Reason = z.string().trim().min(1).max(500)

/** A file as an answer: its type says how to open it. */
export const FileAnswer = z.custom<unknown>(() => true).meta({ type: 'string', format: 'binary' })
