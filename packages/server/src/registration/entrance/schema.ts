/** What the API takes to print posters that open the portal. */
import { z } from 'zod'
import { AreaCode } from '../../platform/http/index.ts'

export const EntranceQuery = z.object({
  of: z.enum(['stations', 'communities']),
  area: AreaCode.optional().meta({ description: 'A township or a community; without it, all of your area.' }),
})
export type EntranceQuery = z.infer<typeof EntranceQuery>
