/** What the API says and takes about voting places. */
import { z } from 'zod'
import { LevelSchema } from '../../election/index.ts'

const Time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ description: 'Beijing time, 07:00.' })
const Group = z.string().trim().max(100).default('').meta({ description: 'Voter group; empty: the whole district.' })

export const VotingPlaceBody = z.object({
  level: LevelSchema,
  district: z.string().min(1).max(60),
  group: Group,
  name: z.string().trim().min(1).max(100),
  address: z.string().trim().max(200),
  opens: Time,
  closes: Time,
})
export const RemovePlaceBody = z.object({ level: LevelSchema, district: z.string().min(1).max(60), group: Group })

export const DistrictPlaces = z
  .object({
    level: LevelSchema,
    code: z.string(),
    name: z.string(),
    places: z.array(
      z.object({
        group: z.string(),
        name: z.string(),
        address: z.string(),
        opens: z.string(),
        closes: z.string(),
      }),
    ),
  })
  .meta({ id: 'DistrictPlaces' })
export type DistrictPlaces = z.infer<typeof DistrictPlaces>
