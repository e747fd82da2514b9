/** What the API says and takes about parts of communities. */
import { MOST_PART_NAME } from '@mingce/domain/standards'
import { z } from 'zod'
import { AreaSchema, ElectionIdSchema, LevelSchema } from '../../election/index.ts'
import { AreaCode } from '../../platform/http/index.ts'

const Count = z.number().int().nonnegative()

const Part = z
  .object({
    part: z.string().meta({ description: 'The name in one spelling: 第一村民小组 and 一组 are 1组.' }),
    name: z.string(),
    population: Count,
    source: z.enum(['register', 'rosters', 'typed', 'none']).meta({
      description: 'Where the figure is from: the population register, the people registered, typed in; none: nobody counted.',
    }),
    districts: z.array(z.object({ level: LevelSchema, name: z.string() })),
  })
  .meta({ id: 'CommunityPart' })

export const DividedCommunity = z
  .object({
    community: AreaSchema,
    township: AreaSchema,
    parts: z.array(Part),
    divided: z.array(LevelSchema).meta({ description: 'Levels at which the districts in force divide the community.' }),
    stated: z
      .array(z.object({ part: z.string(), inRegister: Count, registered: Count, listed: z.boolean() }))
      .meta({ description: 'Parts that the register and the rosters name, with their people.' }),
    open: Count.meta({ description: 'People registered there whose part is not known.' }),
  })
  .meta({ id: 'DividedCommunity' })
export type DividedCommunity = z.infer<typeof DividedCommunity>

export const PartsFilter = z.object({ area: AreaCode.optional() })
export const PartsParams = ElectionIdSchema.extend({ community: z.string().regex(/^\d{12}$/) })
export const NewParts = z
  .object({
    parts: z
      .array(
        z.object({
          name: z
            .string()
            .trim()
            .min(1)
            .max(MOST_PART_NAME * 2),
          population: Count.max(10_000_000)
            .nullable()
            .meta({ description: 'Null: as the register, or else the rosters, count them.' }),
        }),
      )
      .max(500),
  })
  .meta({ id: 'NewCommunityParts' })
export type NewParts = z.infer<typeof NewParts>
