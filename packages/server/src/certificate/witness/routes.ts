/** HTTP of this installation as a witness of partners' logs (C2SP tlog-witness). The log's signature says who asks. */
import type { FastifyInstance } from 'fastify'
import { httpFailures } from '../../platform/http/index.ts'

export interface WitnessUseCases {
  addCheckpoint(body: string): Promise<{ readonly status: number; readonly text: string }>
  findCosigned(originHash: string): Promise<string | undefined>
}

const LIMIT_BYTES = 64 * 1024
/** Of one address. */
const REQUESTS_PER_MINUTE = 120
const PLAIN = 'text/plain; charset=utf-8'
const SIZE = 'text/x.tlog.size'
const CONFLICT = 409

export const registerWitnessRoutes = (instance: FastifyInstance, useCases: WitnessUseCases): void => {
  const route = { config: { access: 'public', rateLimit: { max: REQUESTS_PER_MINUTE } }, schema: { hide: true } } as const
  instance.register(async app => {
    // The specification names no type for the request.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
    app.post('/log/witness/add-checkpoint', { ...route, bodyLimit: LIMIT_BYTES }, async (request, reply) => {
      const { status, text } = await useCases.addCheckpoint(typeof request.body === 'string' ? request.body : '')
      return reply
        .code(status)
        .header('content-type', status === CONFLICT ? SIZE : PLAIN)
        .send(text)
    })
  })
  instance.get<{ Params: { originHash: string } }>('/log/witness/:originHash/checkpoint', route, async (request, reply) => {
    const note = await useCases.findCosigned(request.params.originHash)
    if (note === undefined) throw httpFailures.refuse({ code: 'not-found' })
    return reply.headers({ 'content-type': PLAIN, 'cache-control': 'no-cache' }).send(note)
  })
}
