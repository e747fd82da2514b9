/** Requests and responses about colleagues' accounts. */
import { z } from 'zod'
import { RoleSchema } from './session/index.ts'

const Moment = z.iso.datetime()

const Colleague = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    role: RoleSchema,
    area: z.object({ code: z.string(), name: z.string() }),
    disabledAt: Moment.nullable(),
    initialUntil: Moment.nullable().meta({ description: 'Waits to be activated, with a code that is good until then.' }),
    hasFactor: z.boolean(),
    mayChange: z.boolean().meta({ description: 'Not the own account, and not one above the own role.' }),
    mayResetFactors: z.boolean().meta({ description: 'Only of someone below; the same goes for a new activation code.' }),
  })
  .meta({ id: 'Colleague' })

export const ColleaguePage = z.object({ items: z.array(Colleague), next: z.string().nullable() }).meta({ id: 'ColleaguePage' })
export const ColleagueQuery = z.object({
  q: z.string().trim().min(1).max(60).optional(),
  area: z
    .string()
    .regex(/^\d{2,12}$/)
    .optional(),
  after: z.string().max(60).optional(),
})
export const ColleagueId = z.object({ accountId: z.string().regex(/^[\w-]{1,64}$/) })

const Name = z.string().trim().min(1).max(60)
const AreaCode = z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/)
export const ColleagueChange = z.object({ name: Name, role: RoleSchema, areaCode: AreaCode })
export const NewColleague = ColleagueChange.extend({ username: z.string().trim().toLowerCase().min(1).max(60) })

export const ActivationCode = z
  .object({
    id: z.string(),
    username: z.string(),
    activationCode: z.string().nullable().meta({ description: 'Shown once; null when this request was answered before.' }),
    until: Moment,
  })
  .meta({ id: 'ActivationCode' })
