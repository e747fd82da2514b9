/** HTTP of proofs of single entries. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type VoterContext, voterContextOf } from '../../access/index.ts'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type ProofFailure, proofFailures } from './errors.ts'
import { type EntryProofs, EntryProofsSchema, ProofElectionId } from './schema.ts'

export interface ProofUseCases {
  getMyEntryProofs(ctx: VoterContext, electionId: string): Promise<Result<EntryProofs, Failure<ProofFailure>>>
}

export const registerProofRoutes = (instance: FastifyInstance, useCases: ProofUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/voter/registrations/:electionId/proof',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'getMyEntryProofs',
        tags: ['voter'],
        summary: 'Proof that the voter’s own entry is on the published list, one for each level',
        params: ProofElectionId,
        response: answers({ 200: EntryProofsSchema }),
      },
    },
    async request => proofFailures.unwrap(await useCases.getMyEntryProofs(voterContextOf(request), request.params.electionId)),
  )
}
