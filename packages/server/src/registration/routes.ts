/** HTTP of registration: the routes of its sub-modules, and the list of findings. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { contextOf } from '../access/index.ts'
import { answers } from '../platform/http/index.ts'
import { type ChangeUseCases, registerChangeRoutes } from './changes/index.ts'
import { FindingRule, findingRules } from './check/index.ts'
import { type ElectorateUseCases, registerElectorateRoutes } from './electorate/index.ts'
import { type EntranceUseCases, registerEntranceRoutes } from './entrance/index.ts'
import { type HouseholdUseCases, registerHouseholdRoutes } from './household/index.ts'
import { type PartsUseCases, registerPartsRoutes } from './parts/index.ts'
import {
  type DisqualificationUseCases,
  type RecordUseCases,
  type RevealUseCases,
  registerDisqualificationRoutes,
  registerRecordRoutes,
  registerRevealRoutes,
} from './record/index.ts'
import { type ReviewUseCases, registerReviewRoutes } from './review/index.ts'
import { type ImportUseCases, registerImportRoutes } from './roster/index.ts'
import { registerSearchRoutes, type SearchUseCases } from './search/index.ts'
import { registerStationRoutes, type StationUseCases } from './station/index.ts'
import { type NumberUseCases, registerNumberRoutes, registerVotersRoutes, type VotersUseCases } from './voters/index.ts'
import { registerWorklistRoutes, type WorklistUseCases } from './worklist/index.ts'

export interface RegistrationUseCases
  extends ImportUseCases,
    RecordUseCases,
    RevealUseCases,
    ReviewUseCases,
    StationUseCases,
    DisqualificationUseCases,
    ElectorateUseCases,
    EntranceUseCases,
    HouseholdUseCases,
    PartsUseCases,
    ChangeUseCases,
    NumberUseCases,
    VotersUseCases,
    SearchUseCases,
    WorklistUseCases {}

export const registerRegistrationRoutes = (instance: FastifyInstance, useCases: RegistrationUseCases, publicUrl?: URL): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  registerImportRoutes(instance, useCases)
  registerReviewRoutes(instance, useCases)
  registerRecordRoutes(instance, useCases)
  registerRevealRoutes(instance, useCases)
  registerStationRoutes(instance, useCases)
  registerDisqualificationRoutes(instance, useCases)
  registerElectorateRoutes(instance, useCases)
  registerPartsRoutes(instance, useCases)
  registerHouseholdRoutes(instance, useCases, publicUrl)
  registerEntranceRoutes(instance, useCases, publicUrl)
  registerChangeRoutes(instance, useCases)
  registerVotersRoutes(instance, useCases)
  registerSearchRoutes(instance, useCases)
  registerNumberRoutes(instance, useCases)

  app.get(
    '/api/findings',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'findFindings',
        tags: ['review'],
        summary: 'All that a check may find; of an election with the articles of its own rule set',
        querystring: z.object({ election: z.string().min(1).max(60).optional() }),
        response: answers({ 200: z.array(FindingRule) }),
      },
    },
    async request => findingRules(contextOf(request), request.query.election),
  )
  registerWorklistRoutes(instance, useCases)
}
