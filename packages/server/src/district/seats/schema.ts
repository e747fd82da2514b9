/** What the API says and takes about seats. */
import { EXTRA_MOST } from '@mingce/domain/district'
import { z } from 'zod'
import { ElectionIdSchema, LevelSchema } from '../../election/index.ts'
import { AreaCode, Day, GivenDay, Instant, TextSchema } from '../../platform/http/index.ts'

const People = z.number().int().min(0).max(1_500_000_000)
const Name = z.string().trim().min(1).max(100)
const Code = z.string().trim().min(1).max(40)

const Minority = z.object({ name: Name, population: People })

export const NewSeatDecisionSchema = z.object({
  level: LevelSchema,
  areaCode: AreaCode,
  population: People,
  source: z.enum(['hukou', 'resident']),
  populationOn: GivenDay.optional(),
  extra: z.number().min(0).max(EXTRA_MOST).meta({ description: 'Granted on top by a province, 0 to 0.05.' }),
  fewer: z.number().int().positive().optional().meta({ description: 'Below the base, where the law allows it.' }),
  army: z
    .number()
    .int()
    .min(0)
    .max(450)
    .default(0)
    .meta({ description: 'Of the seats, the army’s (EL 6): taken off before the rest is divided.' }),
  document: Name.max(300).meta({ description: 'The decision: body and number.' }),
  areas: z.array(z.object({ code: Code, name: Name, population: People })).max(2000),
  lots: z.array(Code).max(2000).meta({ description: 'Codes in the order that a lot gave.' }),
  minorities: z.array(Minority).max(56),
})

const Decision = z.object({
  level: LevelSchema,
  areaCode: z.string(),
  population: z.number().int(),
  source: z.enum(['hukou', 'resident']),
  populationOn: Day.nullable(),
  extra: z.number().int().meta({ description: 'In thousandths.' }),
  fewer: z.number().int().nullable(),
  total: z.number().int(),
  army: z.number().int().meta({ description: 'Of the total; taken off before the rest is divided (EL 6).' }),
  document: z.string(),
  minorities: z.array(Minority),
  lots: z.array(z.string()),
  setBy: z.string(),
  at: Instant,
})

export const CongressSchema = z
  .object({
    level: LevelSchema,
    areaCode: z.string(),
    areaName: z.string(),
    areas: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        people: z
          .number()
          .int()
          .nullable()
          .meta({ description: 'In the population register at hand; null where it knows none there.' }),
      }),
    ),
    base: z.object({ asOf: Day.nullable() }).nullable().meta({ description: 'The population register at hand, and its day.' }),
    decision: Decision.nullable(),
    seats: z
      .object({
        base: z.number().int(),
        increment: z.number().int(),
        extra: z.number().int(),
        cap: z.number().int(),
        total: z.number().int(),
        mayBeFewer: z.boolean(),
        article: z.string(),
        steps: z.array(z.object({ text: TextSchema, seats: z.number().int(), article: z.string() })),
      })
      .nullable(),
    allocation: z
      .object({
        seats: z.number().int(),
        tied: z.array(z.string()),
        allotments: z.array(
          z.object({
            code: z.string(),
            name: z.string(),
            population: z.number().int(),
            seats: z.number().int(),
            perDeputy: z.number(),
            deviation: z.number().meta({ description: '0.1: ten per cent more people per deputy than on average.' }),
            guaranteed: z.boolean(),
          }),
        ),
      })
      .nullable(),
    minorities: z.array(
      z.object({
        name: z.string(),
        population: z.number().int(),
        share: z.number(),
        atLeast: z.number().int(),
        atMost: z.number().int(),
        article: z.string(),
        text: TextSchema,
      }),
    ),
  })
  .meta({ id: 'Congress' })

export const SheetParams = ElectionIdSchema.extend({ level: LevelSchema, areaCode: AreaCode })
