/**
 * Browsers in which an account signed in before, recognised by a sealed cookie. It opens nothing: its only use is that wrong passwords of
 * strangers do not slow down the account's owner.
 */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Keyring } from '../../../platform/crypto/index.ts'
import { openTicket, sealTicket } from '../../gate/index.ts'

const COOKIE = 'mingce.known-device'
const TICKET = 'access/known-device'
const DAYS = 180
/** Colleagues who share a computer. */
const ACCOUNTS_PER_DEVICE = 8

export interface KnownDevice {
  readonly id: string
  /** Accounts that signed in here, the last first. */
  readonly users: readonly string[]
}

/** The device of a request; undefined if nobody signed in with it for half a year. */
export const knownDeviceOf = (keys: Keyring, request: FastifyRequest, at: Date): KnownDevice | undefined => {
  const cookie = /(?:^|;\s*)(?:__Secure-)?mingce\.known-device=([\w-]{1,2000})/.exec(request.headers.cookie ?? '')?.[1]
  return cookie === undefined ? undefined : openTicket<KnownDevice>(keys, TICKET, cookie, at)
}

export const isKnownTo = ({ users }: KnownDevice, userId: string): boolean => users.includes(userId)

/** The cookie that makes the browser of a request known to an account. */
export const knownDeviceCookie = (
  { keys, https, at }: { readonly keys: Keyring; readonly https: boolean; readonly at: Date },
  request: FastifyRequest,
  userId: string,
): string => {
  const before = knownDeviceOf(keys, request, at)
  const users = [userId, ...(before?.users ?? []).filter(id => id !== userId)].slice(0, ACCOUNTS_PER_DEVICE)
  const device: KnownDevice = { id: before?.id ?? randomUUID(), users }
  const seconds = DAYS * 86_400
  const value = sealTicket(keys, TICKET, device, new Date(at.getTime() + seconds * 1000))
  const flags = `Max-Age=${seconds}; Path=/api/auth; HttpOnly; SameSite=Strict`
  return `${https ? '__Secure-' : ''}${COOKIE}=${value}; ${flags}${https ? '; Secure' : ''}`
}
