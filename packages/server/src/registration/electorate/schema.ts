/** What the API says and takes about who elects a township's deputies. */
import {
  ANSWER_GROUNDS,
  COMMUNITY_ELECTS,
  TOWNSHIP_GROUNDS,
  TOWNSHIP_VOTES,
  UNIT_AGREEMENTS,
  UNIT_STATUTES,
} from '@mingce/domain/election'
import { z } from 'zod'
import { AreaSchema } from '../../election/index.ts'
import { AreaCode, Cursor, Instant, Next, NumberInPath } from '../../platform/http/index.ts'

const Count = z.number().int().nonnegative()
const Words = (most: number) => z.string().trim().min(1).max(most)

const Community = z
  .object({
    code: z.string(),
    name: z.string(),
    township: AreaSchema,
    elects: z.enum(COMMUNITY_ELECTS),
    source: z.enum(['code', 'committee']).meta({ description: 'code: suggested by the area code, to be confirmed.' }),
    document: z.string().nullable(),
    setBy: z.string().nullable(),
  })
  .meta({ id: 'ElectingCommunity' })

const Unit = z
  .object({
    name: z.string(),
    community: AreaSchema.nullable(),
    statute: z.enum(UNIT_STATUTES),
    agreement: z.enum(UNIT_AGREEMENTS).nullable(),
    document: z.string().nullable(),
    district: z
      .string()
      .nullable()
      .meta({ description: 'Code of the township-level district of its staff; null: by community.' }),
    elects: z.enum(TOWNSHIP_VOTES).nullable().meta({ description: 'What follows by the rule set; null: as anyone else there.' }),
    article: z.string(),
    setBy: z.string(),
  })
  .meta({ id: 'ElectingUnit' })

export const TownshipCounts = z
  .object({
    toConfirm: Count.meta({ description: 'Communities whose default only their code suggests.' }),
    undecided: Count,
    disputed: Count,
    placeless: Count.meta({ description: 'People who elect, in no township-level district yet.' }),
  })
  .meta({ id: 'TownshipCounts' })
export type TownshipCounts = z.infer<typeof TownshipCounts>

export const Electorate = z
  .object({
    counts: TownshipCounts,
    communities: z.array(Community),
    units: z.array(Unit),
    districts: z.array(z.object({ code: z.string(), name: z.string() })),
  })
  .meta({ id: 'Electorate' })
export type Electorate = z.infer<typeof Electorate>

export const CommunityDefaults = z
  .object({
    communities: z
      .array(z.object({ code: AreaCode, elects: z.enum(COMMUNITY_ELECTS) }))
      .min(1)
      .max(20_000),
    document: Words(200).meta({ description: 'Document of the committee.' }),
  })
  .meta({ id: 'CommunityDefaults' })
export type CommunityDefaults = z.infer<typeof CommunityDefaults>

export const NewUnit = z
  .object({
    name: Words(100),
    community: AreaCode.nullable(),
    statute: z.enum(UNIT_STATUTES),
    agreement: z.enum(UNIT_AGREEMENTS).nullable(),
    document: Words(200).nullable(),
    district: z.string().max(20).nullable(),
  })
  .meta({ id: 'NewElectingUnit' })
export type NewUnit = z.infer<typeof NewUnit>

export const UnitName = z.object({ name: Words(100) })

export const PeopleFilter = z.object({ community: z.string().max(12).optional(), cursor: Cursor.optional() })
export type PeopleFilter = z.infer<typeof PeopleFilter>

export const TownshipPeople = z
  .object({
    items: z.array(
      z.object({
        countyCode: z.string(),
        registrationId: z.number().int(),
        name: z.string(),
        community: AreaSchema.nullable(),
        unit: z.string().nullable(),
        vote: z.enum(TOWNSHIP_VOTES),
        ground: z.enum(TOWNSHIP_GROUNDS),
        stated: z.boolean().nullable().meta({ description: 'What the roster or the person says.' }),
        registered: z.boolean().nullable().meta({ description: 'What the population register says.' }),
        since: Instant,
      }),
    ),
    next: Next,
  })
  .meta({ id: 'TownshipPeople' })
export type TownshipPeople = z.infer<typeof TownshipPeople>

export const PersonParams = z.object({
  id: z.string().max(60),
  countyCode: z.string().regex(/^\d{6}$/),
  registrationId: NumberInPath,
})

export const TownshipAnswer = z
  .object({
    elects: z.boolean(),
    ground: z.enum(ANSWER_GROUNDS),
    document: Words(200),
    district: z.string().max(20).nullable().default(null),
  })
  .meta({ id: 'TownshipAnswer' })
export type TownshipAnswer = z.infer<typeof TownshipAnswer>
