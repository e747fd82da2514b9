/** What the API says about plans of districts. */
import { z } from 'zod'
import { ElectionIdSchema, LevelSchema } from '../../election/index.ts'
import { AreaCode, Instant, NumberInPath, Reason, TextSchema } from '../../platform/http/index.ts'

const Name = z.string().trim().min(1).max(60)
const Seats = z.number().int().min(1).max(3).meta({ description: 'One to three deputies (EL 25).' })
const Total = z.number().int().min(1).max(1000)
const DistrictNumber = z.number().int().min(1).max(9999)

export const PlanId = ElectionIdSchema.extend({ planId: NumberInPath })
export const PlanForm = z.object({ level: LevelSchema, name: Name })
export const NewPlanBody = z.object({
  level: LevelSchema.optional().meta({ description: 'Of a copy, the original’s.' }),
  name: Name,
  basedOn: z
    .number()
    .int()
    .positive()
    .optional()
    .meta({ description: 'Copy this plan; without it, begin with the election’s communities.' }),
})
export type NewPlanBody = z.infer<typeof NewPlanBody>

export const PlanProposalBody = z.object({
  seats: Total,
  seed: z.number().int().min(0).max(2_147_483_647).meta({ description: 'The same seed gives the same plan.' }),
  districts: Total.optional(),
  keepExisting: z.boolean().optional(),
})
export const PlanChangeBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move'), units: z.array(z.string().max(40)).min(1).max(5000), district: DistrictNumber.nullable() }),
  z.object({ kind: z.literal('district'), number: DistrictNumber, name: Name, seats: Seats }),
  z.object({ kind: z.literal('add'), name: Name, seats: Seats }),
  z.object({ kind: z.literal('remove'), number: DistrictNumber }),
  z
    .object({ kind: z.enum(['divide', 'join']), unit: AreaCode })
    .meta({ description: 'A community into its parts (村民小组), or its parts into it again.' }),
])
export const FreezeBody = z.object({
  overrideReason: Reason.optional().meta({ description: 'Why districts change after the list is published (EL 28).' }),
})

const PlanUnitSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    population: z.number().int().nonnegative(),
    district: z.number().int().nullable(),
    existing: z.string().nullable(),
    longitude: z.number().nullable(),
    latitude: z.number().nullable(),
  })
  .meta({ id: 'DistrictPlanUnit' })

const PlanDistrictSchema = z
  .object({
    number: z.number().int(),
    name: z.string(),
    seats: z.number().int(),
    units: z.number().int(),
    population: z.number().int(),
    perDeputy: z.number(),
    deviation: z.number().nullable().meta({ description: 'Share by which people per deputy are off the mean.' }),
    contiguous: z.boolean().nullable(),
  })
  .meta({ id: 'DistrictPlanDistrict' })

export const PlanSummarySchema = z
  .object({
    id: z.number().int(),
    level: LevelSchema,
    name: z.string(),
    state: z.enum(['draft', 'frozen', 'replaced']),
    seats: z.number().int().nullable(),
    basedOn: z.number().int().nullable(),
    method: z.enum(['hand', 'proposed']),
    seed: z.number().int().nullable(),
    sketch: z.boolean().meta({ description: 'Shapes or neighbours were guessed from points (示意图).' }),
    populationSource: z.enum(['file', 'register', 'none']),
    madeBy: z.string(),
    madeAt: Instant,
    frozenBy: z.string().nullable(),
    frozenAt: Instant.nullable(),
    unitCount: z.number().int(),
    districtCount: z.number().int(),
    population: z.number().int(),
    seatsSet: z.number().int(),
    meanPerDeputy: z.number(),
    maxDeviation: z.number().nullable(),
    warningCount: z.number().int(),
  })
  .meta({ id: 'DistrictPlanSummary' })
export type PlanSummary = z.infer<typeof PlanSummarySchema>

export const PlanSchema = PlanSummarySchema.extend({
  units: z.array(PlanUnitSchema),
  districts: z.array(PlanDistrictSchema),
  unassigned: z.number().int(),
  bordersKnown: z.boolean(),
  warnings: z.array(z.object({ code: z.string(), district: z.number().int().optional(), article: z.string(), text: TextSchema })),
  steps: z.array(
    z.object({
      number: z.number().int(),
      kind: z.enum(['move', 'district', 'add', 'remove', 'propose', 'divide', 'join']),
      summary: z.record(z.string(), z.unknown()),
      by: z.string(),
      at: Instant,
    }),
  ),
}).meta({ id: 'DistrictPlan' })
export type PlanAnswer = z.infer<typeof PlanSchema>

export const PlanShapesSchema = z
  .array(z.object({ code: z.string(), shape: z.unknown().meta({ description: 'A GeoJSON geometry.' }) }))
  .meta({ id: 'DistrictPlanShapes' })

export const PlanComparisonSchema = z
  .object({
    from: PlanSchema,
    to: PlanSchema,
    differences: z.array(
      z.object({
        unit: z.string(),
        name: z.string(),
        population: z.number().int(),
        from: z.number().int().nullable(),
        to: z.number().int().nullable(),
      }),
    ),
  })
  .meta({ id: 'DistrictPlanComparison' })

export const MovePreviewSchema = z
  .object({
    staying: z.number().int(),
    moving: z.number().int(),
    moves: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable(), voters: z.number().int() })),
    listed: z.boolean().meta({ description: 'The list is published: freezing needs a reason.' }),
  })
  .meta({ id: 'DistrictPlanMoves' })
