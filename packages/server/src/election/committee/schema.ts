/** What the API says and takes about election committees. */
import { z } from 'zod'
import { AreaCode, Day, GivenDay, NumberInPath, Reason } from '../../platform/http/index.ts'
import { ElectionIdSchema, LevelSchema } from '../schema.ts'

const OfficeSchema = z.enum(['chair', 'deputy', 'member'])
const Name = z.string().trim().min(1).max(100)

export const CommitteeSchema = z
  .object({
    level: LevelSchema,
    areaCode: z.string(),
    areaName: z.string(),
    name: z.string(),
    members: z.array(
      z.object({
        id: z.number().int(),
        name: z.string(),
        office: OfficeSchema,
        from: Day,
        leftOn: Day.nullable(),
        leftReason: z.string().nullable().meta({ description: 'candidate: because of EL 10; else in words.' }),
        leftArticle: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Committee' })

export const NameCommittee = z.object({ level: LevelSchema, areaCode: AreaCode, name: Name })
export const AppointMember = z.object({
  level: LevelSchema,
  areaCode: AreaCode,
  name: Name,
  office: OfficeSchema,
  from: GivenDay,
})
export const EndMembership = z
  .object({ on: GivenDay, candidate: z.boolean(), reason: Reason.optional() })
  .refine(input => input.candidate || input.reason !== undefined, { path: ['reason'], error: 'a reason, unless a candidate' })
export const MemberParams = ElectionIdSchema.extend({ memberId: NumberInPath })
