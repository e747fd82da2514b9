/** What the API says and takes about changes of one registered voter. */
import { REGISTRATION_STATUSES, REMOVAL_GROUNDS, type RemovalGroundId } from '@mingce/domain/registration'
import { z } from 'zod'
import { AreaSchema } from '../../election/index.ts'
import { AreaCode, Day, GivenDay, Instant, TextSchema } from '../../platform/http/index.ts'

const GROUND_IDS = REMOVAL_GROUNDS.map(({ id }) => id) as [RemovalGroundId, ...RemovalGroundId[]]
const Ground = z.enum(GROUND_IDS)

/** The voter can see it. */
const ShownReason = z
  .string()
  .trim()
  .min(4)
  .max(200)
  .refine(reason => !/(?:\d[\s-]?){11}/.test(reason.normalize('NFKC')), {
    params: {
      text: {
        zh: '理由会给选民本人看，请不要写号码或电话',
        en: 'The voter can see the reason. Do not enter an ID or phone number',
      },
    },
  })

export const CorrectionBody = z.strictObject({
  reason: ShownReason,
  name: z.string().trim().min(1).max(60).optional(),
  sex: z.enum(['M', 'F']).optional(),
  birthDate: GivenDay.optional(),
  community: AreaCode.optional().meta({ description: 'Of another community: the voter is transferred, with the districts.' }),
  part: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .optional()
    .meta({ description: 'Part of the community (村民小组, 楼院), where it is divided among districts.' }),
})
export type CorrectionBody = z.infer<typeof CorrectionBody>

export const RemovalBody = z.strictObject({
  ground: Ground,
  documentNo: z.string().trim().min(2).max(60).meta({ description: 'Number of the document that shows the ground.' }),
})
export type RemovalBody = z.infer<typeof RemovalBody>

export const RegisteredPerson = z
  .object({
    electionId: z.string(),
    countyCode: z.string(),
    registrationId: z.number().int(),
    name: z.string(),
    sex: z.enum(['M', 'F']).nullable(),
    birthDate: Day,
    maskedNumber: z.string(),
    community: AreaSchema.nullable(),
    part: z.string().nullable(),
    status: z.enum(REGISTRATION_STATUSES),
    removal: z
      .object({
        ground: TextSchema,
        article: z.string(),
        documentNo: z.string(),
        askedBy: z.string(),
        askedAt: Instant,
        own: z.boolean(),
      })
      .nullable()
      .meta({ description: 'A removal that waits for a second officer; own: the reader asked for it.' }),
    grounds: z.array(z.object({ id: Ground, article: z.string(), title: TextSchema, document: TextSchema })),
  })
  .meta({ id: 'RegisteredPerson' })
export type RegisteredPerson = z.infer<typeof RegisteredPerson>
