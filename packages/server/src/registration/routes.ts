/** HTTP of registration: the routes of its sub-modules, and the list of findings. */
import { FINDINGS } from '@mingce/domain/registration'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answers } from '../platform/http/index.ts'
import { FindingRule } from './check/index.ts'
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
import { registerStationRoutes, type StationUseCases } from './station/index.ts'
import { registerWorklistRoutes, type WorklistUseCases } from './worklist/index.ts'

export interface RegistrationUseCases
  extends ImportUseCases,
    RecordUseCases,
    RevealUseCases,
    ReviewUseCases,
    StationUseCases,
    DisqualificationUseCases,
    WorklistUseCases {}

export const registerRegistrationRoutes = (instance: FastifyInstance, useCases: RegistrationUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  registerImportRoutes(instance, useCases)
  registerReviewRoutes(instance, useCases)
  registerRecordRoutes(instance, useCases)
  registerRevealRoutes(instance, useCases)
  registerStationRoutes(instance, useCases)
  registerDisqualificationRoutes(instance, useCases)

  app.get(
    '/api/findings',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'findFindings',
        tags: ['review'],
        summary: 'All that a check may find',
        response: answers({ 200: z.array(FindingRule) }),
      },
    },
    async () => [...FINDINGS],
  )
  registerWorklistRoutes(instance, useCases)
}
