import { z } from 'zod'

const CheckCode = z
  .string()
  .max(40)
  .meta({ description: 'The twelve characters that stand for the exact change, with or without hyphens.' })

/** How a second officer confirmed, where the first one enters it. */
export const SecondGiven = z
  .discriminatedUnion('how', [
    z.object({
      how: z.literal('code'),
      change: CheckCode,
      code: z.string().max(20).meta({ description: 'The one-time code that an officer of the level above read out.' }),
    }),
    z.object({
      how: z.literal('paper'),
      change: CheckCode,
      document: z.string().trim().min(2).max(60).meta({ description: 'Number of the signed form in the files of the office.' }),
      signer: z.string().trim().min(2).max(60).meta({ description: 'Name of the second person who signed.' }),
    }),
  ])
  .meta({ id: 'SecondGiven' })
export type SecondGiven = z.infer<typeof SecondGiven>

/** What a confirmation may have; without it another account confirms. */
export const SecondBody = z.object({ second: SecondGiven.optional() })

export const AskSecond = z.object({
  kind: z.string().max(40).meta({
    description:
      'document.confirm, import.let-in, import.send-back, rules.confirm, removal.confirm, roll.publish or list.export.',
  }),
  subject: z
    .string()
    .max(120)
    .meta({ description: 'Of that kind: COUNTY/REGISTRATION, IMPORT, SET/VERSION, ELECTION/PREVIEW, or EXPORT.' }),
})

export const WaitingChange = z
  .object({
    change: z.string(),
    kind: z.string(),
    summary: z.object({ zh: z.string(), en: z.string() }),
    first: z.string().meta({ description: 'Name of the first officer.' }),
    askedAt: z.iso.datetime(),
  })
  .meta({ id: 'WaitingChange' })

export const GivenCode = z.object({ code: z.string(), until: z.iso.datetime() }).meta({ id: 'GivenCode' })

export const ChangeParams = z.object({ change: CheckCode })
