/**
 * Closes connections of clients that send or read too slowly, so that a few machines cannot occupy the server with requests that never end.
 * Headers have a time; bodies and responses have a least rate, however large a file is.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

export interface SlowClientLimits {
  /** Time for the headers, from the connection or the response before. */
  readonly headersMs: number
  /** Time in which a body or a response has to make progress. */
  readonly windowMs: number
  /** Bytes in each window. */
  readonly leastBytes: number
  /** Time without any byte, also while the server works on a request. */
  readonly idleMs: number
}

export const SLOW_CLIENT_LIMITS: SlowClientLimits = {
  headersMs: 15_000,
  windowMs: 20_000,
  leastBytes: 20 * 1024,
  idleMs: 600_000,
}

interface Transfer {
  readonly raw: IncomingMessage
  readonly response: ServerResponse
  read: number
  written: number
  /** Bytes that a client with the least rate would have read since the last ones were sent. */
  overdue: number
}

/** The client owes bytes of its body, and the server has taken what came. */
const isOwed = ({ raw }: Transfer): boolean => !raw.complete && raw.readableLength === 0
/** Bytes of the response wait for the client. */
const isBlocked = ({ response }: Transfer): boolean => response.writableLength > 0 || response.writableNeedDrain

/** How much was sent of a chunk that was written at once is not known: it has the time that it takes at the least rate. */
const isUnread = (transfer: Transfer, sent: number, leastBytes: number): boolean => {
  transfer.overdue = isBlocked(transfer) && sent < leastBytes ? transfer.overdue + leastBytes : 0
  return transfer.overdue > transfer.response.writableLength
}

const isOver = ({ raw, response }: Transfer): boolean => raw.socket.destroyed || (raw.complete && response.writableFinished)

/** Call before the routes are registered. The limit for headers is an option of the HTTP server (`httpOptions`). */
export const closeSlowClients = (app: FastifyInstance, { windowMs, leastBytes }: SlowClientLimits): void => {
  const transfers = new Set<Transfer>()
  app.addHook('onRequest', async (request, reply) => {
    const { raw } = request
    const transfer = { raw, response: reply.raw, read: raw.socket.bytesRead, written: raw.socket.bytesWritten, overdue: 0 }
    transfers.add(transfer)
    // A body may still be arriving after the response to its headers.
    reply.raw.once('close', () => {
      if (isOver(transfer)) transfers.delete(transfer)
    })
  })
  const closeSlow = () => {
    for (const transfer of transfers) {
      const { socket } = transfer.raw
      const { read, written } = transfer
      transfer.read = socket.bytesRead
      transfer.written = socket.bytesWritten
      if (isOver(transfer)) transfers.delete(transfer)
      else if (
        (isOwed(transfer) && socket.bytesRead - read < leastBytes) ||
        isUnread(transfer, socket.bytesWritten - written, leastBytes)
      ) {
        transfers.delete(transfer)
        socket.destroy()
      }
    }
  }
  let timer: NodeJS.Timeout | undefined
  app.addHook('onListen', async () => {
    timer = setInterval(closeSlow, windowMs).unref()
  })
  app.addHook('onClose', async () => clearInterval(timer))
}

/** Options of the HTTP server. Timeouts of whole requests are off: they would end large uploads. */
export const httpOptions = ({ headersMs }: SlowClientLimits) => ({
  headersTimeout: headersMs,
  requestTimeout: 0,
  connectionsCheckingInterval: Math.min(5000, headersMs),
})
