/**
 * What lies on the phone is encrypted (docs/security.md). One data key a shift; it is wrapped under a key made of the worker's code (stretched
 * a million times) and of a key of this browser that no script can read out. In the clear the data key is only in this page's memory.
 */
import { readCode } from './code.ts'

/** PBKDF2-SHA-256; about half a second on a phone. */
const ITERATIONS = 1_000_000
const AES = { name: 'AES-GCM', length: 256 } as const

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly data: ArrayBuffer
}

/** Everything that opening takes, but the code. */
export interface Lock {
  readonly salt: Uint8Array<ArrayBuffer>
  readonly iterations: number
  /** HMAC, not extractable: gone with this browser's storage. */
  readonly browserKey: CryptoKey
  readonly wrapped: Sealed
}

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

const wrappingKey = async (code: string, { salt, iterations, browserKey }: Omit<Lock, 'wrapped'>): Promise<CryptoKey> => {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(readCode(code)), 'PBKDF2', false, ['deriveBits'])
  const stretched = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, typed, 256)
  const mixed = await crypto.subtle.sign('HMAC', browserKey, stretched)
  return crypto.subtle.importKey('raw', mixed, AES, false, ['encrypt', 'decrypt'])
}

const dataKeyOf = (raw: ArrayBuffer): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, AES, false, ['encrypt', 'decrypt'])

/** A new data key and the lock that opens it by `code`. */
export const makeLock = async (code: string): Promise<{ lock: Lock; dataKey: CryptoKey }> => {
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const
  const browserKey = await crypto.subtle.generateKey(hmac, false, ['sign'])
  const half = { salt: random(16), iterations: ITERATIONS, browserKey }
  const raw = random(32)
  const iv = random(12)
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await wrappingKey(code, half), raw)
  const dataKey = await dataKeyOf(raw.buffer)
  raw.fill(0)
  return { lock: { ...half, wrapped: { iv, data } }, dataKey }
}

/** The data key, or null: not this code. */
export const openLock = async (lock: Lock, code: string): Promise<CryptoKey | null> => {
  const key = await wrappingKey(code, lock)
  try {
    return await dataKeyOf(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: lock.wrapped.iv }, key, lock.wrapped.data))
  } catch {
    return null
  }
}

/** JSON under the data key. */
export const seal = async (dataKey: CryptoKey, value: unknown): Promise<Sealed> => {
  const iv = random(12)
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, dataKey, bytes) }
}

/** What `seal` was given. Throws where it was changed or sealed by another key. */
export const unseal = async <T>(dataKey: CryptoKey, { iv, data }: Sealed): Promise<T> =>
  JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, dataKey, data))) as T
