/** Sends a file with ranges, ETag and dates (RFC 9110), by the library. */
import send from '@fastify/send'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorBody } from '../platform/http/index.ts'
import { helpFailures } from './errors.ts'
import type { HelpFile } from './service.ts'

/** A browser caches a file for a day, and then revalidates it. */
const DAY_CACHE = 'public, max-age=86400'

const UNSATISFIABLE: ErrorBody = {
  error: { code: 'range.unsatisfiable', zh: '文件没有这一段', en: 'The file does not have this part' },
}

/** Sends `file`, or the range that the request names: 200, 206, 304 or 416. */
export const sendFile = async (
  request: FastifyRequest,
  reply: FastifyReply,
  file: HelpFile,
  cache = DAY_CACHE,
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
      .send(UNSATISFIABLE)
  if (sent.type !== 'file') throw helpFailures.refuse({ code: 'not-found' })
  return reply.code(sent.statusCode).headers(sent.headers).header('cache-control', cache).type(file.mime).send(sent.stream)
}
