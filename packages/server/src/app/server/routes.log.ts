/** HTTP of the audit log, after C2SP tlog-tiles: for witnesses, monitors and anybody who verifies. Entries are commitments and say nothing of people. */
import { readTilePath } from '@mingce/domain/log'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { answers, httpFailures } from '../../platform/http/index.ts'
import type { LogStatus } from '../../platform/log/index.ts'
import { LogStatusSchema } from './schema.ts'

export interface LogUseCases {
  findCheckpoint(): Promise<string | undefined>
  findTile(level: number, index: number, width: number): Promise<Uint8Array | undefined>
  findBundle(index: number, width: number): Promise<Uint8Array | undefined>
  findStatus(): Promise<LogStatus>
}

/** Of one address: whoever reads a whole log asks for many tiles. */
const READS_PER_MINUTE = 3_000
/** Tiles never change; a checkpoint does all the time. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

export const registerLogRoutes = (instance: FastifyInstance, useCases: LogUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const open = { config: { access: 'public', rateLimit: { max: READS_PER_MINUTE } }, schema: { hide: true } } as const

  app.get('/log/checkpoint', open, async (_, reply) => {
    const note = await useCases.findCheckpoint()
    if (note === undefined) throw httpFailures.refuse({ code: 'not-found' })
    return reply.headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=1' }).send(note)
  })

  app.get<{ Params: { '*': string } }>('/log/tile/*', open, async (request, reply) => {
    const tile = readTilePath(request.params['*'])
    const bytes =
      tile &&
      (tile.level === 'entries'
        ? await useCases.findBundle(tile.index, tile.width)
        : await useCases.findTile(tile.level, tile.index, tile.width))
    if (!bytes) throw httpFailures.refuse({ code: 'not-found' })
    const headers = { 'content-type': 'application/octet-stream', 'cache-control': IMMUTABLE }
    return reply.headers(headers).send(Buffer.from(bytes))
  })

  app.get(
    '/api/log',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getLogStatus',
        tags: ['console'],
        summary: 'How far the audit log is: its newest checkpoint with the short code, and who witnesses it',
        response: answers({ 200: LogStatusSchema }),
      },
    },
    async () => useCases.findStatus(),
  )
}
