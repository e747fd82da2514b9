/** Error handling: an expected failure is answered with its module's texts, any other error with an id that the log has too. */
import type { Text } from '@mingce/domain/result'
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { DatabaseRefusal, RequestIdTaken, SqlError } from '../database/index.ts'
import { describeFault } from '../faults/index.ts'
import { type HTTP_FAILURES, httpFailures, Refusal, UNEXPECTED } from './failures.ts'
import type { ErrorBody } from './schemas.ts'

const isText = (value: unknown): value is Text =>
  typeof value === 'object' &&
  value !== null &&
  'zh' in value &&
  typeof value.zh === 'string' &&
  'en' in value &&
  typeof value.en === 'string'

/** Names the first field that the schema refused, with the text of its rule (`params: { text }`) if there is one. */
const invalid = (error: FastifyError): Refusal => {
  if (!hasZodFastifySchemaValidationErrors(error)) return httpFailures.refuse({ code: 'request.invalid' })
  const [first] = error.validation
  const field = first?.instancePath.split('/').filter(Boolean).join('.')
  const own = (first?.params as { params?: { text?: unknown } } | undefined)?.params?.text
  return httpFailures.refuse({ code: 'request.invalid', ...(field ? { field } : {}), ...(isText(own) ? { text: own } : {}) })
}

/** Refusals of fastify and its plugins, by status; their own codes and English messages are not used. */
const BY_STATUS: Readonly<Record<number, keyof typeof HTTP_FAILURES>> = {
  400: 'request.invalid',
  404: 'not-found',
  406: 'request.unsupported',
  413: 'request.too-large',
  414: 'request.invalid',
  415: 'request.unsupported',
  429: 'request.too-many',
  431: 'request.invalid',
}

/**
 * Values that no column can hold: a number beyond its type, a day that does not exist, characters that cannot be stored. Schemas refuse most
 * of them with the field's name; what gets past them is a mistake of the request all the same.
 */
const UNFIT_VALUE = new Set(['22003', '22007', '22008', '22021', '2201W', '2201X', '22P02', '22P05'])

const refusalOf = (error: FastifyError): Refusal | null => {
  if (error instanceof Refusal) return error
  if (error instanceof RequestIdTaken) return httpFailures.refuse({ code: 'request.id-taken', text: error.text })
  if (error instanceof DatabaseRefusal && !describeFault(error))
    return httpFailures.refuse({ code: 'store.refused', text: error.text })
  if (error.validation) return invalid(error)
  if (error.code === 'FST_ERR_RESPONSE_SERIALIZATION' || isResponseSerializationError(error)) return null
  if (error instanceof SqlError && UNFIT_VALUE.has(error.state)) return httpFailures.refuse({ code: 'request.invalid' })
  const fault = describeFault(error)
  if (fault) return new Refusal({ code: fault.code }, fault)
  const code = error.statusCode === undefined ? undefined : BY_STATUS[error.statusCode]
  return code ? httpFailures.refuse({ code }) : null
}

const toErrorBody = ({ failure, response }: Refusal): ErrorBody => ({
  error: {
    code: failure.code,
    ...(failure.text ?? response.text),
    ...(failure.field === undefined ? {} : { field: failure.field }),
    ...((failure.next ?? response.next) ? { next: failure.next ?? response.next } : {}),
  },
})

const unexpected = (request: FastifyRequest): ErrorBody => ({ error: { code: 'unexpected', ...UNEXPECTED, id: request.id } })

/** Sets the error handler and the handler of unknown addresses. */
export const handleErrors = (app: FastifyInstance): void => {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal) {
      const { status } = refusal.response
      const retryAfter = refusal.failure.retryAfter ?? refusal.response.retryAfter ?? (status === 429 ? 60 : undefined)
      if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
      // A fault is no bug, but somebody has to know of it.
      if (status >= 500) request.log.warn({ err: error, fault: refusal.failure.code }, 'fault')
      return reply.code(status).type('application/json').serializer(JSON.stringify).send(toErrorBody(refusal))
    }
    request.log.error({ err: error }, 'unexpected')
    return reply.code(500).type('application/json').serializer(JSON.stringify).send(unexpected(request))
  })
  app.setNotFoundHandler((_, reply) => {
    const refusal = httpFailures.refuse({
      code: 'not-found',
      text: { zh: '没有这个地址', en: 'This address does not exist' },
    })
    return reply.code(404).send(toErrorBody(refusal))
  })
}
