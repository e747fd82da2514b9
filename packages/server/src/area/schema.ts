/** What the API says about areas. */
import { z } from 'zod'
import { AreaCode } from '../platform/http/index.ts'

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
