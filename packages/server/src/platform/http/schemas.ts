/** Common parts of the API's schemas, used by every module's `schema.ts`. */
import { isDayOfOurTime } from '@mingce/domain/standards'
import { z } from 'zod'

/** A text in both languages. */
export const TextSchema = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'Text' })

/** The body of every response with a status of 400 or more: what is wrong, with which field, what to do next. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string().meta({ description: 'From a closed set, for programs; the texts are for people.' }),
      zh: z.string(),
      en: z.string(),
      field: z.string().optional().meta({ description: 'The field of the request that is wrong.' }),
      next: TextSchema.optional().meta({ description: 'What to do next.' }),
      id: z.string().optional().meta({ description: 'Id of the request in the log; only with unexpected errors.' }),
    }),
  })
  .meta({ id: 'Error' })
export type ErrorBody = z.infer<typeof ErrorBody>

/** Responses of a route: its own, and the errors that any route may return. */
export const answers = <S extends Record<number, unknown>>(own: S) => ({ ...own, '4xx': ErrorBody, '5xx': ErrorBody })

/** A point in time, in ISO 8601. A stored response that is sent again already has it as a string. */
export const Instant = z
  .custom<Date | string>(value => value instanceof Date || typeof value === 'string')
  .meta({ type: 'string', format: 'date-time' })

/** A calendar day, 'YYYY-MM-DD'. */
export const Day = z.iso.date().meta({ format: 'date' })

/** A day that a request gives: of this time, so that every term reckoned from it is a day as well. */
export const GivenDay = z.iso.date().refine(isDayOfOurTime, 'from 1850-01-01 to 2199-12-31').meta({ format: 'date' })

/** 2 to 12 digits: province, city, county or district, township or street, community or village. */
export const AreaCode = z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/)
export const AreaSchema = z.object({ code: z.string(), name: z.string() }).meta({ id: 'Area' })

export const Cursor = z.string().max(500).meta({ description: '`next` of the previous page; opaque.' })
/** Rows before the page of a cursor that counts rows; a cursor that no answer had is the first page. */
export const offsetOf = (cursor: string | undefined): number => (/^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0)

export const Next = z.string().nullable().meta({ description: 'Cursor of the next page; null on the last page.' })

/** A number in a query or a path. */
export const NumberInPath = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)

/** A retry with the same key gets the same response and changes nothing. Other headers are allowed. */
export const RetryHeaders = z.looseObject({
  'idempotency-key': z.uuid().optional().meta({ description: 'Chosen by the client, one per operation; a retry repeats it.' }),
})

/** A reason for the audit log. */
export const Reason = z.string().trim().min(1).max(500)

/** A file as a response. */
export const FileAnswer = z.custom<unknown>(() => true).meta({ type: 'string', format: 'binary' })

/** Why one of several things was not done. */
export const Failed = z.object({ code: z.string(), text: TextSchema, next: TextSchema.optional() }).meta({ id: 'Failed' })

/** Why, in words that another can follow later. */
export const WrittenReason = z
  .string()
  .trim()
  .min(6, { error: 'too short' })
  .max(200)
  .refine(reason => !/(?:\d[\s-]?){11}/.test(reason.normalize('NFKC')), {
    params: {
      text: {
        zh: '理由写入操作记录，选民本人也可能看到，请不要写号码或电话',
        en: 'The reason is recorded and the voter may see it. Do not enter an ID or phone number',
      },
    },
  })
