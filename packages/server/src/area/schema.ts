/** What the API says about areas. */
import { z } from 'zod'
import { AreaCode, Instant } from '../platform/http/index.ts'

export const AreaFilter = z.object({
  parent: AreaCode.optional().meta({
    description: 'Areas directly inside this one; without it, the area of the person who asks.',
  }),
})
export type AreaFilter = z.infer<typeof AreaFilter>

export const AreaWithLevel = z
  .object({
    code: z.string(),
    name: z.string(),
    level: z
      .number()
      .int()
      .min(1)
      .max(5)
      .meta({ description: '1 province, 2 city, 3 county or district, 4 township or street, 5 community or village' }),
  })
  .meta({ id: 'AreaWithLevel' })
export type AreaWithLevel = z.infer<typeof AreaWithLevel>

export const AddedAreaSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    version: z.number().int(),
    source: z.string(),
    addedBy: z.string(),
    addedAt: Instant,
  })
  .meta({ id: 'AddedArea' })

export const NewAreasSchema = z.object({
  areas: z
    .array(z.object({ code: z.string().trim().min(4).max(12), name: z.string().trim().min(2).max(60) }))
    .min(1)
    .max(5_000),
  source: z.string().trim().min(1).max(300).meta({ description: 'Document that made the areas, or another source.' }),
})
export const AddedAreasAnswer = z.object({ version: z.number().int(), added: z.number().int() })
