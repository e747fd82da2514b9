/** What goes over the line between Mingce and a population register (docs/registers/population-register.md). Both sides read it here. */
import { z } from 'zod'

export const PATHS = { single: '/v1/check', batch: '/v1/checks' } as const

/** People that one batch may ask for. */
export const BATCH_LIMIT = 500

/** Every request says which one it is and why it may be asked. Other headers pass. */
export const HeadersSchema = z.looseObject({
  'request-id': z.uuid().meta({ description: 'Chosen by who asks; both sides log it.' }),
  'legal-basis': z
    .string()
    .min(1)
    .max(2000)
    .transform((text, ctx) => {
      try {
        return decodeURIComponent(text)
      } catch {
        ctx.addIssue({ code: 'custom', message: 'percent-encoded UTF-8' })
        return z.NEVER
      }
    })
    .meta({ description: 'Why this may be asked (PIPL 13), percent-encoded UTF-8.' }),
})

const Question = {
  name: z.string().trim().min(1).max(200).meta({ description: 'Name as on the ID card.' }),
  number: z
    .string()
    .regex(/^\d{17}[\dX]$/)
    .meta({ description: 'Resident ID number, 18 places, X in upper case (GB 11643).' }),
}
const Ref = z
  .string()
  .min(1)
  .max(40)
  .meta({ description: 'Chosen by who asks; comes back with the answer and means nothing else.' })

export const SingleQuestionSchema = z.object(Question)
export const BatchQuestionSchema = z.object({
  questions: z
    .array(z.object({ ref: Ref, ...Question }))
    .min(1)
    .max(BATCH_LIMIT),
})

const Verdict = {
  answer: z.enum(['yes', 'no', 'unknown']).meta({
    description:
      'yes: the register has this number under this name. no: it has the number under another name. unknown: it does not have the number, or has the person as deceased or moved out.',
  }),
  hukouArea: z
    .string()
    .regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/)
    .nullable()
    .meta({ description: 'With yes, where known: area code of the household register, 2 to 12 digits. Else null.' }),
}
const onlyWithYes = ({ answer, hukouArea }: { answer: string; hukouArea: string | null }) =>
  answer === 'yes' || hukouArea === null

export const SingleAnswerSchema = z.strictObject(Verdict).refine(onlyWithYes)
export const BatchAnswerSchema = z.strictObject({
  answers: z.array(z.strictObject({ ref: Ref, ...Verdict }).refine(onlyWithYes)).max(BATCH_LIMIT),
})

export interface RegisterQuestion {
  readonly ref: string
  readonly name: string
  readonly number: string
}

export interface BatchAnswer {
  readonly ref: string
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly hukouArea: string | null
}
