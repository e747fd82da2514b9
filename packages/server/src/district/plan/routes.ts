/** HTTP of plans of districts: from an area file to the legal plan and its announcement. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, attachment, FileAnswer, RetryHeaders, receiveUpload } from '../../platform/http/index.ts'
import type { PlanRefusal } from './errors.ts'
import { planFailures } from './errors.ts'
import {
  FreezeBody,
  MovePreviewSchema,
  NewPlanBody,
  type PlanAnswer,
  PlanChangeBody,
  PlanComparisonSchema,
  PlanForm,
  PlanId,
  PlanProposalBody,
  PlanSchema,
  PlanShapesSchema,
  type PlanSummary,
  PlanSummarySchema,
} from './schema.ts'
import type { announcePlan } from './service.announcement.ts'
import type { copyPlan, makePlanOfFile, NewPlan } from './service.make.ts'
import type {
  changePlan,
  comparePlansOf,
  findElectionPlans,
  getPlan,
  getPlanShapes,
  Plan,
  proposePlan,
  undoPlanStep,
} from './service.ts'

export interface PlanUseCases {
  readonly findElectionPlans: typeof findElectionPlans
  readonly getPlan: typeof getPlan
  readonly getPlanShapes: typeof getPlanShapes
  makePlanOfCommunities(ctx: Context, electionId: string, input: NewPlan): Promise<Result<Plan, PlanRefusal>>
  readonly makePlanOfFile: typeof makePlanOfFile
  readonly copyPlan: typeof copyPlan
  readonly proposePlan: typeof proposePlan
  readonly changePlan: typeof changePlan
  readonly undoPlanStep: typeof undoPlanStep
  readonly comparePlansOf: typeof comparePlansOf
  announcePlan(...asked: Parameters<typeof announcePlan>): ReturnType<typeof announcePlan>
  previewPlan(ctx: Context, electionId: string, planId: number): Promise<Result<MoveAnswer, PlanRefusal>>
  freezePlan(ctx: Context, electionId: string, planId: number, overrideReason?: string): Promise<Result<Plan, PlanRefusal>>
}
interface MoveAnswer {
  readonly staying: number
  readonly moving: number
  readonly moves: readonly { readonly from: string | null; readonly to: string | null; readonly voters: number }[]
  readonly listed: boolean
}

const summaryOf = (plan: Plan): PlanSummary => ({
  id: plan.id,
  level: plan.level,
  name: plan.name,
  state: plan.state,
  seats: plan.seats,
  basedOn: plan.basedOn,
  method: plan.method,
  seed: plan.seed,
  sketch: plan.sketch,
  populationSource: plan.populationSource,
  madeBy: plan.madeBy,
  madeAt: plan.madeAt,
  frozenBy: plan.frozenBy,
  frozenAt: plan.frozenAt,
  unitCount: plan.units.length,
  districtCount: plan.figures.districts.length,
  population: plan.figures.population,
  seatsSet: plan.figures.seats,
  meanPerDeputy: plan.figures.meanPerDeputy,
  maxDeviation: plan.figures.maxDeviation,
  warningCount: plan.figures.warnings.length,
})
const planAnswer = (plan: Plan): PlanAnswer => ({
  ...summaryOf(plan),
  units: plan.units.map(unit => ({ ...unit })),
  districts: plan.figures.districts.map(one => ({ ...one })),
  unassigned: plan.figures.unassigned,
  bordersKnown: plan.bordersKnown,
  warnings: plan.figures.warnings.map(one => ({ ...one })),
  steps: plan.lastSteps.map(step => ({ ...step, summary: { ...step.summary } })),
})

const access = 'set-up' as const
const tags = ['district']
const BASE = '/api/elections/:id/district-plans'

const { unwrap, refuse } = planFailures
const schema = <S extends object>(operationId: string, summary: string, rest: S) => ({ operationId, tags, summary, ...rest })

export const registerPlanRoutes = (instance: FastifyInstance, useCases: PlanUseCases): void => {
  registerListRoutes(instance, useCases)
  registerPlanReadRoutes(instance, useCases)
  registerDraftRoutes(instance, useCases)
  registerFreezeRoutes(instance, useCases)
}

/** Plans of an election, and new ones: of its communities, of another plan, of a file. */
const registerListRoutes = (instance: FastifyInstance, useCases: PlanUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    BASE,
    {
      config: { access: 'read' },
      schema: schema('findDistrictPlans', 'Plans of districts, the newest first', {
        params: ElectionIdSchema,
        response: answers({ 200: z.array(PlanSummarySchema) }),
      }),
    },
    async request => unwrap(await useCases.findElectionPlans(contextOf(request), request.params.id)).map(summaryOf),
  )

  app.post(
    BASE,
    {
      config: { access },
      schema: schema('makeDistrictPlan', 'A plan of the election’s communities, or a copy of another', {
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: NewPlanBody,
        response: answers({ 201: PlanSchema }),
      }),
    },
    async (request, reply) => {
      const { level, name, basedOn } = request.body
      const [ctx, { id }] = [contextOf(request), request.params]
      if (basedOn === undefined && level === undefined) throw refuse({ code: 'plan.level' })
      const made =
        basedOn === undefined
          ? await useCases.makePlanOfCommunities(ctx, id, { level: level ?? 'county', name })
          : await useCases.copyPlan(ctx, id, basedOn, name)
      return reply.code(201).send(planAnswer(unwrap(made)))
    },
  )

  app.post(
    `${BASE}/files`,
    {
      config: { access, work: 'batch' },
      schema: schema('makeDistrictPlanOfFile', 'A plan of the units in a file: GeoJSON, CSV or XLSX (fields level, name; file)', {
        consumes: ['multipart/form-data'],
        headers: RetryHeaders,
        params: ElectionIdSchema,
        response: answers({ 201: PlanSchema }),
      }),
    },
    async (request, reply) => {
      const ctx = contextOf(request)
      const { file, fields } = await receiveUpload(request, PlanForm, ctx.files)
      try {
        const made = await ctx.files.withPlainCopy(file.sealedId, path =>
          useCases.makePlanOfFile(contextOf(request), request.params.id, fields, path, file.name),
        )
        return reply.code(201).send(planAnswer(unwrap(made)))
      } finally {
        await ctx.files.remove(file.sealedId)
      }
    },
  )
}

/** One plan and its shapes. */
const registerPlanReadRoutes = (instance: FastifyInstance, useCases: PlanUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    `${BASE}/:planId`,
    {
      config: { access: 'read' },
      schema: schema('getDistrictPlan', 'A plan: units, districts, people per deputy, warnings', {
        params: PlanId,
        response: answers({ 200: PlanSchema }),
      }),
    },
    async request => planAnswer(unwrap(await useCases.getPlan(contextOf(request), request.params.id, request.params.planId))),
  )

  app.get(
    `${BASE}/:planId/shapes`,
    {
      config: { access: 'read' },
      schema: schema('getDistrictPlanShapes', 'Shapes of a plan’s units', {
        params: PlanId,
        response: answers({ 200: PlanShapesSchema }),
      }),
    },
    async request => unwrap(await useCases.getPlanShapes(contextOf(request), request.params.id, request.params.planId)),
  )
}

/** Steps on a draft. */
const registerDraftRoutes = (instance: FastifyInstance, useCases: PlanUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    `${BASE}/:planId/propose`,
    {
      config: { access },
      schema: schema('proposeDistrictPlan', 'Draw all districts anew, by a seed', {
        headers: RetryHeaders,
        params: PlanId,
        body: PlanProposalBody,
        response: answers({ 200: PlanSchema }),
      }),
    },
    async request =>
      planAnswer(unwrap(await useCases.proposePlan(contextOf(request), request.params.id, request.params.planId, request.body))),
  )

  app.post(
    `${BASE}/:planId/changes`,
    {
      config: { access },
      schema: schema('changeDistrictPlan', 'Move units, change, add or remove a district', {
        headers: RetryHeaders,
        params: PlanId,
        body: PlanChangeBody,
        response: answers({ 200: PlanSchema }),
      }),
    },
    async request =>
      planAnswer(unwrap(await useCases.changePlan(contextOf(request), request.params.id, request.params.planId, request.body))),
  )

  app.post(
    `${BASE}/:planId/undo`,
    {
      config: { access },
      schema: schema('undoDistrictPlanStep', 'Take the last step back', {
        headers: RetryHeaders,
        params: PlanId,
        response: answers({ 200: PlanSchema }),
      }),
    },
    async request =>
      planAnswer(unwrap(await useCases.undoPlanStep(contextOf(request), request.params.id, request.params.planId))),
  )
}

/** What a plan changes, freezing it, and its announcement. */
const registerFreezeRoutes = (instance: FastifyInstance, useCases: PlanUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    `${BASE}/:planId/comparison`,
    {
      config: { access: 'read', work: 'batch' },
      schema: schema('compareDistrictPlans', 'What this plan changes against another', {
        params: PlanId,
        querystring: z.object({ with: z.coerce.number().int().positive() }),
        response: answers({ 200: PlanComparisonSchema }),
      }),
    },
    async request => {
      const { id, planId } = request.params
      const compared = unwrap(await useCases.comparePlansOf(contextOf(request), id, request.query.with, planId))
      return {
        from: planAnswer(compared.from),
        to: planAnswer(compared.to),
        differences: compared.differences.map(one => ({ ...one })),
      }
    },
  )

  app.get(
    `${BASE}/:planId/moves`,
    {
      config: { access, work: 'batch' },
      schema: schema('previewDistrictPlan', 'Who moves to another district if this plan is frozen', {
        params: PlanId,
        response: answers({ 200: MovePreviewSchema }),
      }),
    },
    async request => {
      const preview = unwrap(await useCases.previewPlan(contextOf(request), request.params.id, request.params.planId))
      return { ...preview, moves: preview.moves.map(one => ({ ...one })) }
    },
  )

  app.post(
    `${BASE}/:planId/freeze`,
    {
      config: { access, work: 'batch' },
      schema: schema('freezeDistrictPlan', 'Make this the legal plan of its level; registrations follow', {
        headers: RetryHeaders,
        params: PlanId,
        body: FreezeBody,
        response: answers({ 200: PlanSchema }),
      }),
    },
    async request => {
      const { id, planId } = request.params
      return planAnswer(unwrap(await useCases.freezePlan(contextOf(request), id, planId, request.body.overrideReason)))
    },
  )

  app.get(
    `${BASE}/:planId/announcement.pdf`,
    {
      config: { access: 'read' },
      schema: schema('announceDistrictPlan', 'The announcement (选区划分公告); a draft unless frozen', {
        params: PlanId,
        produces: ['application/pdf'],
        response: answers({ 200: FileAnswer }),
      }),
    },
    async (request, reply) => {
      const { name, pdf } = unwrap(await useCases.announcePlan(contextOf(request), request.params.id, request.params.planId))
      return attachment(reply, name).send(Buffer.from(pdf))
    },
  )
}
