/** HTTP between installations: claims come in by their signatures, and go back answered. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type CertificateFailure, certificateFailures } from '../errors.ts'
import { EnvelopeSchema } from '../schema.ts'
import type { Envelope } from './schema.envelope.ts'

export interface ExchangeUseCases {
  receiveEnvelope(envelope: Envelope): Promise<Result<Envelope, Failure<CertificateFailure>>>
}

const LIMIT_BYTES = 16 * 1024
/** Of one address: all claims of a province may come from one installation. */
const CLAIMS_PER_MINUTE = 600

export const registerExchangeRoutes = (instance: FastifyInstance, useCases: ExchangeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = certificateFailures
  app.post(
    '/api/exchange',
    {
      // The signature says who sends: there is no account to sign in with.
      config: { access: 'public', rateLimit: { max: CLAIMS_PER_MINUTE } },
      bodyLimit: LIMIT_BYTES,
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
