/**
 * A small population register that speaks the protocol of docs/registers/population-register.md: for tests, demos, and offices whose
 * register has no service of its own. Who asks shows a certificate, names a legal basis, and learns yes, no or unknown.
 */
import type { Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { Text } from '@mingce/domain/result'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  BatchAnswerSchema,
  BatchQuestionSchema,
  HeadersSchema,
  PATHS,
  type RegisterQuestion,
  SingleAnswerSchema,
  SingleQuestionSchema,
} from '../sources/index.ts'
import { openNumberLimits } from './service.limits.ts'
import type { RegisterPeople } from './service.people.ts'

export interface RegisterServerOptions {
  /** PEM: this service's certificate and key, and the authority whose certificates may ask. */
  readonly tls: { readonly cert: string | Buffer; readonly key: string | Buffer; readonly clientCa: string | Buffer }
  /** The people, or null while they are still being read. */
  readonly people: () => RegisterPeople | null
  readonly log: FastifyBaseLogger
  /** People that one certificate may ask for in a second; who wants more is told to wait. */
  readonly perSecond?: number | undefined
}

const PER_SECOND = 5_000
const LOADING_RETRY_S = 2
const BODY_LIMIT_BYTES = 512 * 1024

const ERRORS = {
  'request.invalid': { status: 400, zh: '请求不符合接口约定', en: 'The request does not match the interface' },
  'request.too-large': { status: 413, zh: '一次最多查询 500 人', en: 'A batch can have at most 500 people' },
  'not-found': { status: 404, zh: '没有这个地址', en: 'This address does not exist' },
  'request.too-many': { status: 429, zh: '查询过于频繁，请稍候', en: 'Too many requests; wait a moment' },
  'register.loading': { status: 503, zh: '正在装入数据，请稍候', en: 'The register is being loaded; wait a moment' },
  unexpected: { status: 500, zh: '系统出错', en: 'A system error occurred' },
} as const satisfies Record<string, Text & { status: number }>

class Refused extends Error {
  readonly code: keyof typeof ERRORS
  readonly retryAfterS: number | undefined
  constructor(code: keyof typeof ERRORS, retryAfterS?: number) {
    super(code)
    this.code = code
    this.retryAfterS = retryAfterS
  }
}

const refusalOf = (error: FastifyError | Refused): Refused => {
  if (error instanceof Refused) return error
  if ('statusCode' in error && error.statusCode === 413) return new Refused('request.too-large')
  if ('validation' in error || ('statusCode' in error && error.statusCode !== undefined && error.statusCode < 500))
    return new Refused('request.invalid')
  return new Refused('unexpected')
}

/** The name on the certificate of who asks. */
const callerOf = (request: FastifyRequest): string => {
  const { CN } = (request.raw.socket as TLSSocket).getPeerCertificate().subject ?? {}
  return (Array.isArray(CN) ? CN[0] : CN) ?? ''
}

/** The service, not yet listening. */
export const buildRegisterServer = (options: RegisterServerOptions): FastifyInstance<Server> => {
  const { tls, people, log, perSecond = PER_SECOND } = options
  const app = Fastify({
    https: { cert: tls.cert, key: tls.key, ca: tls.clientCa, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { code, retryAfterS } = refusalOf(error)
    const { status, zh, en } = ERRORS[code]
    if (code === 'unexpected') request.log.error({ err: error }, 'unexpected')
    if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS))
    return reply.code(status).type('application/json').serializer(JSON.stringify).send({ error: { code, zh, en } })
  })
  app.setNotFoundHandler(() => {
    throw new Refused('not-found')
  })

  const asked = new Map<string, { second: number; count: number }>()
  /** Lets the questions through, or says when to come back; each is logged by who asked, why and how many, never about whom. */
  const admit = (
    request: FastifyRequest,
    headers: { 'request-id': string; 'legal-basis': string },
    count: number,
  ): RegisterPeople => {
    const loaded = people()
    if (!loaded) throw new Refused('register.loading', LOADING_RETRY_S)
    const caller = callerOf(request)
    const second = Math.floor(Date.now() / 1000)
    const now = asked.get(caller)
    const before = now?.second === second ? now.count : 0
    if (before > 0 && before + count > perSecond) throw new Refused('request.too-many', 1)
    asked.set(caller, { second, count: before + count })
    request.log.info({ caller, requestId: headers['request-id'], basis: headers['legal-basis'], people: count }, 'asked')
    return loaded
  }

  const limits = openNumberLimits()
  /** Answers questions as far as the caller may be told; how many were withheld is logged, never of whom. */
  const answer = (request: FastifyRequest, headers: Parameters<typeof admit>[1], questions: readonly RegisterQuestion[]) => {
    const found = admit(request, headers, questions.length).answer(questions)
    const { answers, withheld } = limits.limit(callerOf(request), questions, found)
    if (withheld > 0)
      request.log.warn({ caller: callerOf(request), requestId: headers['request-id'], withheld }, 'several numbers')
    return answers
  }

  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    PATHS.single,
    { schema: { headers: HeadersSchema, body: SingleQuestionSchema, response: { 200: SingleAnswerSchema } } },
    async request => {
      const [one] = answer(request, request.headers, [{ ref: '0', ...request.body }])
      if (!one) throw new Error('a question got no answer')
      return { answer: one.answer, hukouArea: one.hukouArea }
    },
  )
  routes.post(
    PATHS.batch,
    { schema: { headers: HeadersSchema, body: BatchQuestionSchema, response: { 200: BatchAnswerSchema } } },
    async request => {
      return { answers: answer(request, request.headers, request.body.questions) }
    },
  )
  return app
}
