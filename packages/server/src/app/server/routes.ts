/** HTTP of the server itself: is it well, what can it do, how far is long work. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { answers, httpFailures } from '../../platform/http/index.ts'
import { ClockView, type DemoAccount, Health, Job, JobId } from './schema.ts'

export interface ConsoleUseCases {
  readonly version: string
  /** What a demo tells on its sign-in page; an installation for work has none. */
  readonly demo?: { readonly demo: true; readonly accounts: DemoAccount[] } | undefined
  /** Does the store answer? */
  isWell(): Promise<boolean>
  /** Long work by its id, which only who started it was told. */
  findJob(ctx: Context, jobId: string): Promise<Job | undefined>
  getClock(ctx: Context): Promise<ClockView>
  /** Says that the clock is right. */
  confirmClock(ctx: Context): Promise<ClockView>
}

export const registerConsoleRoutes = (instance: FastifyInstance, useCases: ConsoleUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/health',
    {
      config: { access: 'public' },
      logLevel: 'warn',
      schema: {
        operationId: 'health',
        tags: ['console'],
        summary: 'Is it well?',
        security: [],
        response: answers({ 200: Health, 503: Health }),
      },
    },
    async (_, reply) => {
      const ok = await useCases.isWell()
      if (!ok) reply.header('retry-after', '5')
      return reply.code(ok ? 200 : 503).send({ ok, version: useCases.version, ...useCases.demo })
    },
  )

  app.get('/api/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => instance.swagger())

  app.get(
    '/api/clock',
    {
      config: { access: 'set-up' },
      schema: {
        operationId: 'getClock',
        tags: ['console'],
        summary: 'Whether the clock of the server is trusted',
        response: answers({ 200: ClockView }),
      },
    },
    async request => await useCases.getClock(contextOf(request)),
  )

  app.post(
    '/api/clock/confirm',
    {
      config: { access: 'set-up' },
      schema: {
        operationId: 'confirmClock',
        tags: ['console'],
        summary: 'Confirm that the clock is right',
        description: 'While it is in doubt, nothing is purged or published. The confirmation is in the audit log.',
        response: answers({ 200: ClockView }),
      },
    },
    async request => await useCases.confirmClock(contextOf(request)),
  )

  app.get(
    '/api/jobs/:jobId',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getJob',
        tags: ['console'],
        summary: 'How far long work is',
        params: JobId,
        response: answers({ 200: Job }),
      },
    },
    async request => {
      const job = await useCases.findJob(contextOf(request), request.params.jobId)
      if (!job) throw httpFailures.refuse({ code: 'not-found' })
      return job
    },
  )
}
