/** HTTP between installations: claims come in by their signatures, and go back answered. */
import { fail, type Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type CertificateFailure, certificateFailures } from '../errors.ts'
import { EnvelopeSchema } from '../schema.ts'
import type { Envelope } from './schema.envelope.ts'

export interface ExchangeUseCases {
  /** May this address bring another message now? */
  mayKnock(address: string): boolean
  receiveEnvelope(envelope: Envelope): Promise<Result<Envelope, Failure<CertificateFailure>>>
}

const LIMIT_BYTES = 16 * 1024

export const registerExchangeRoutes = (instance: FastifyInstance, useCases: ExchangeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = certificateFailures
  app.post(
    '/api/exchange',
    {
      // The signature says who sends: there is no account to sign in with.
      config: { access: 'public' },
      bodyLimit: LIMIT_BYTES,
      onRequest: async request => {
        if (!useCases.mayKnock(request.ip)) unwrap(fail({ code: 'request.too-many' } as const))
      },
      schema: {
        operationId: 'exchangeCertificate',
        tags: ['certificate'],
        summary: 'A signed claim of a partner installation; sent again it is answered alike (docs/certificates.md)',
        body: EnvelopeSchema,
        response: answers({ 200: EnvelopeSchema }),
      },
    },
    async request => unwrap(await useCases.receiveEnvelope(request.body)),
  )
}
