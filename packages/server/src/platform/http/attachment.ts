/** Files as answers. */
import path from 'node:path'
import type { FastifyReply } from 'fastify'

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Sets the headers of a file that is saved, not shown; its name may be Chinese (RFC 6266). Personal data: kept by no cache. */
export const attachment = <Reply extends FastifyReply>(reply: Reply, name: string): Reply => {
  const plain = name.replace(/[^\w.-]/g, '_')
  reply
    .type(TYPES[path.extname(name).toLowerCase()] ?? 'application/octet-stream')
    .header(
      'content-disposition',
      `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escape)}`,
    )
  return reply
}
