/** What the server refused, and the id of an intention: for pages that bring their own calls. */
import type { Text } from './types.ts'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const textOf = (value: unknown): Text | null => {
  const { zh, en } = isRecord(value) ? value : {}
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : null
}

/** What the server refused, in both languages; `status` 0 means that it was not reached. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly text: Text | null
  readonly next: Text | null
  constructor(status: number, body: unknown) {
    const { error: inner } = isRecord(body) ? body : {}
    const error = isRecord(inner) ? inner : isRecord(body) ? body : {}
    const { code, next } = error
    const name = typeof code === 'string' ? code : status === 0 ? 'unreachable' : `http-${status}`
    super(name)
    this.status = status
    this.code = name
    this.text = textOf(error)
    this.next = textOf(next)
  }
}

/** A new id for one intention of the user. `crypto.randomUUID` exists on https only, and many offices serve plain http in-house. */
export const newRequestId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
