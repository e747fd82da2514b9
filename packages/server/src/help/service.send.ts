/** A file as an answer that a player can ask for in parts: ranges, ETag and dates are the library's (RFC 9110). */
import send from '@fastify/send'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorBody } from '../platform/http/index.ts'
import { helpFailures } from './errors.ts'
import type { HelpFile } from './service.ts'

/** A day; after it a browser asks whether it is still the same. */
const KEPT = 'public, max-age=86400'

const NO_SUCH_PART: ErrorBody = {
  error: { code: 'range.unsatisfiable', zh: '文件没有这一段', en: 'The file does not have this part' },
}

/** Sends `file`, or the part of it that the request asks for: 200, 206, 304 or 416. */
export const sendFile = async (
  request: FastifyRequest,
  reply: FastifyReply,
  file: HelpFile,
  cache = KEPT,
): Promise<FastifyReply> => {
  const sent = await send(request.raw, `/${file.name}`, {
    root: file.folder,
    cacheControl: false,
    contentType: false,
    index: false,
  })
  if (sent.type !== 'file' && sent.statusCode === 416)
    return reply
      .code(416)
      .header('content-range', sent.headers['Content-Range'] ?? 'bytes */*')
      .send(NO_SUCH_PART)
  if (sent.type !== 'file') throw helpFailures.refuse({ code: 'not-found' })
  return reply.code(sent.statusCode).headers(sent.headers).header('cache-control', cache).type(file.mime).send(sent.stream)
}
