/** Why a register hung up: it does not accept our certificate, or it has another fault. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { connect } from 'node:tls'
import { failureOfError } from './errors.connector.ts'

interface Peer {
  readonly url: string
  readonly certFile: string
  readonly keyFile: string
  readonly caFile: string
}

/** Certificates are read when a connection is made: renewed ones are taken after the old ones were refused. */
export const readMaterial = async ({ certFile, keyFile, caFile }: Omit<Peer, 'url'>) => {
  const [cert, key, ca] = await Promise.all([readFile(certFile), readFile(keyFile), readFile(caFile)])
  return { cert, key, ca }
}

/** Was a connection that stood closed before the answer? */
export const isHangUp = (error: unknown): boolean => {
  const { code } = error as { readonly code?: unknown }
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
}

/** Longest time that the question takes. */
const PROBE_MS = 250

/**
 * Does this register refuse our certificate? With TLS 1.3 a client counts as connected before the server has looked at its certificate, and
 * many servers then hang up without a word. They do so before any question; a register with another fault does so when it is asked. So the
 * connection is made once more, and nothing is asked.
 */
export const isRefusingCertificate = async (to: Peer, leftMs: number): Promise<boolean> => {
  const { hostname, port } = new URL(to.url)
  const over = new AbortController()
  const socket = connect({ host: hostname, port: Number(port || 443), ...(await readMaterial(to)), minVersion: 'TLSv1.2' })
  const closed = once(socket, 'close').then(() => 'closed' as const)
  const patience = wait(Math.min(PROBE_MS, Math.max(leftMs, 0)), 'open' as const, { signal: over.signal })
  patience.catch(() => {}) // ended by the signal below
  try {
    const begun = await Promise.race([once(socket, 'secureConnect').then(() => 'secure' as const), patience])
    if (begun === 'open') return false
    return (await Promise.race([closed, patience])) === 'closed'
  } catch (error) {
    return failureOfError(error).code === 'certificate-refused'
  } finally {
    over.abort()
    socket.on('error', () => {}) // of a connection that is given up
    socket.destroy()
  }
}
