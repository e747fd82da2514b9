/** What the API says of streets and townships side by side. */
import { z } from 'zod'
import { Day } from '../platform/http/index.ts'

const Count = z.number().int().nonnegative()

export const TownshipsQuery = z.object({
  township: z
    .string()
    .regex(/^\d{9}$/)
    .optional()
    .meta({ description: 'Days of this street or township only.' }),
})
export type TownshipsQuery = z.infer<typeof TownshipsQuery>

export const Townships = z
  .object({
    lateSteps: Count.meta({ description: 'Steps of the timetable of this election that are late.' }),
    townships: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        eligible: Count,
        registered: Count,
        review: Count,
        pending: Count,
        notYetRegistered: Count,
        objections: Count,
        objectionsDue: Count.meta({ description: 'Of `objections`, those to be decided today or late (EL 29).' }),
        lateSteps: Count.nullable().meta({
          description: 'Late steps of elections of the township itself; null: it has none that goes on.',
        }),
      }),
    ),
    days: z
      .array(z.object({ day: Day, eligible: Count, registered: Count, notYetRegistered: Count }))
      .meta({ description: 'Figures at the end of each day, oldest first; the last is now.' }),
  })
  .meta({ id: 'Townships' })
export type Townships = z.infer<typeof Townships>
