/** HTTP of posters that open the portal. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, attachment, type Failure, FileAnswer, originOf } from '../../platform/http/index.ts'
import { type EntranceFailure, entranceFailures } from './errors.ts'
import { EntranceQuery } from './schema.ts'

export interface EntranceUseCases {
  printEntrances(
    ctx: Context,
    electionId: string,
    query: EntranceQuery,
    origin: string,
  ): Promise<Result<{ readonly name: string; readonly pdf: Uint8Array }, Failure<EntranceFailure>>>
}

export const registerEntranceRoutes = (
  instance: FastifyInstance,
  useCases: EntranceUseCases,
  publicUrl: URL | undefined,
): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = entranceFailures

  app.get(
    '/api/elections/:id/entrance-posters',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'printEntrances',
        tags: ['registrations'],
        summary: 'Posters with a QR that opens the portal with the place filled in (PDF), a page for each station or community',
        params: ElectionIdSchema,
        querystring: EntranceQuery,
        response: answers({ 200: { description: 'The PDF', content: { 'application/octet-stream': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const origin = originOf(request, publicUrl)
      const file = unwrap(await useCases.printEntrances(contextOf(request), request.params.id, request.query, origin))
      return attachment(reply, file.name).send(Buffer.from(file.pdf))
    },
  )
}
