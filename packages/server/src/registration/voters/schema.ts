/** What the API says and takes about the roll of an area. */
import { BASES } from '@mingce/domain/election'
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { z } from 'zod'
import { AreaSchema, LevelSchema } from '../../election/index.ts'
import { AreaCode, Cursor, Day, Next } from '../../platform/http/index.ts'

const CHANNELS = ['roster', 'previous-roll', 'online', 'station', 'door'] as const

/** A number would end up in logs and histories on the way; it is asked about by POST. */
const SearchWords = z
  .string()
  .trim()
  .max(40)
  .refine(words => !/\d{6}/.test(words.normalize('NFKC')), {
    params: {
      text: {
        zh: '请按姓名或拼音查找；按证件号码查找请用“按号码查”',
        en: 'Search by name or pinyin; use “By number” for an ID number',
      },
    },
  })

const DistrictCode = z.string().trim().min(1).max(40)

/**
 * The only things by which people are chosen. Nothing here tells people apart by deprivation, illness, detention or origin (fairness): such
 * sets are work queues of the officers who decide.
 */
export const VotersFilter = z.strictObject({
  q: SearchWords.optional().meta({ description: 'A name, its beginning, its pinyin or the initials of it.' }),
  community: AreaCode.optional(),
  level: LevelSchema.optional(),
  countyDistrict: DistrictCode.optional(),
  townshipDistrict: DistrictCode.optional(),
  status: z.enum(REGISTRATION_STATUSES).optional(),
  channel: z.enum(CHANNELS).optional(),
  basis: z.enum(BASES).optional(),
})
export type VotersFilter = z.infer<typeof VotersFilter>

export const VotersQuery = VotersFilter.extend({ cursor: Cursor.optional() })
export type VotersQuery = z.infer<typeof VotersQuery>

export const VoterItem = z
  .object({
    countyCode: z.string(),
    registrationId: z.number().int(),
    name: z.string(),
    sex: z.enum(['M', 'F']).nullable(),
    birthDate: Day,
    maskedNumber: z.string(),
    community: AreaSchema.nullable(),
    countyDistrict: AreaSchema.nullable(),
    townshipDistrict: AreaSchema.nullable(),
    voterGroup: z.string().nullable(),
    unit: z.string().nullable(),
    basis: z.string().nullable(),
    channel: z.string(),
    status: z.enum(REGISTRATION_STATUSES),
  })
  .meta({ id: 'VoterItem' })
export type VoterItem = z.infer<typeof VoterItem>

export const VotersPage = z
  .object({
    items: z.array(VoterItem),
    next: Next.meta({
      description: 'Goes on after the people of this page. A page may have few or no people and yet be followed by another.',
    }),
  })
  .meta({ id: 'VotersPage' })
export type VotersPage = z.infer<typeof VotersPage>

export const VotersCount = z
  .object({
    people: z.number().int().nonnegative(),
    exact: z.boolean().meta({ description: 'False: there are at least so many; they are counted no further.' }),
    waiting: z.number().int().nonnegative().meta({ description: 'People imported whom a search does not find yet.' }),
  })
  .meta({ id: 'VotersCount' })
export type VotersCount = z.infer<typeof VotersCount>

export const DistrictOption = z.object({ level: LevelSchema, code: z.string(), name: z.string() }).meta({ id: 'DistrictOption' })
export type DistrictOption = z.infer<typeof DistrictOption>
