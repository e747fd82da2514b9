/** Files as responses. */
import path from 'node:path'
import contentDisposition from 'content-disposition'
import type { FastifyReply } from 'fastify'

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Sets the headers of a file that the browser saves under `name`, which may be Chinese (RFC 6266). */
export const attachment = <Reply extends FastifyReply>(reply: Reply, name: string): Reply => {
  reply
    .type(TYPES[path.extname(name).toLowerCase()] ?? 'application/octet-stream')
    .header('content-disposition', contentDisposition(name, { fallback: name.replace(/[^\w.-]/g, '_') }))
  return reply
}
