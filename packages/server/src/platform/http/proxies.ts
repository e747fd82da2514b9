/**
 * Reverse proxies in front of the server. Without this setting the address of a request is that of the connection, so behind a proxy all
 * clients would count as one. An address in `X-Forwarded-For` is believed only from a proxy that the setting names.
 */

import { isIP } from 'node:net'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Names of address ranges: this machine, link-local, and the private networks of RFC 1918 and RFC 4193. */
const RANGES = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** An address, a network (`10.0.0.0/8`), or the name of a range. A network of all addresses would let any client forge its own. */
const isProxy = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (rest.length > 0 || (family === 0 && !(RANGES.has(address) && bits === undefined))) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (family === 4 ? 32 : 128)
}

/** Reads `MINGCE_TRUSTED_PROXIES`: addresses or networks, separated by commas. Nothing set: no proxy. */
export const readTrustedProxies = (
  setting: string | undefined,
): Result<readonly string[] | undefined, { readonly text: Text }> => {
  const items = (setting ?? '')
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
  const wrong = items.find(item => !isProxy(item))
  if (wrong === undefined) return ok(items.length > 0 ? items : undefined)
  return fail({
    text: {
      zh: `MINGCE_TRUSTED_PROXIES 中的“${wrong}”不是代理的地址或网段（例：127.0.0.1,10.0.0.0/8）`,
      en: `“${wrong}” in MINGCE_TRUSTED_PROXIES is not the address or network of a proxy (for example: 127.0.0.1,10.0.0.0/8)`,
    },
  })
}

/** Logs once if a proxy that the setting does not name forwards requests: until it is named, its clients count as one address. */
export const warnOfUnknownProxies = (app: FastifyInstance): void => {
  let isWarned = false
  app.addHook('onRequest', async request => {
    if (isWarned || request.headers['x-forwarded-for'] === undefined) return
    if (request.ip !== request.socket.remoteAddress) return
    isWarned = true
    request.log.warn(
      { setting: 'MINGCE_TRUSTED_PROXIES' },
      'a request names a client in X-Forwarded-For, but its sender is not a trusted proxy: all clients behind it count as one address',
    )
  })
}

/** The network of a client for limits: an IPv6 connection has at least 64 bits to itself, so single addresses would not limit anybody. */
export const networkOf = (address: string): string => {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (v4 !== undefined || isIP(address) !== 6) return v4 ?? address
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::')
  const first = head.split(':').filter(group => group !== '')
  const last = (tail ?? '').split(':').filter(group => group !== '')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...last]
  return groups
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

/** Scheme and host: those that the installation was given (MINGCE_URL), else those of the request. */
export const originOf = (request: Pick<FastifyRequest, 'protocol' | 'host'>, publicUrl: URL | undefined): string =>
  publicUrl?.origin ?? `${request.protocol}://${request.host}`
