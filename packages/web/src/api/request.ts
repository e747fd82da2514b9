/** One road to the server: typed by its description, an id per change so that a retry is harmless, and errors that carry their words. */
import createClient from 'openapi-fetch'
import type { paths } from './schema.d.ts'
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

let whenSignedOut: () => void = () => undefined
/** Calls `listener` when the server answers that the session has ended. */
export const onSignedOut = (listener: () => void): void => {
  whenSignedOut = listener
}

const IDEMPOTENCY = 'idempotency-key'

/** The API by its paths. Failures are thrown as ApiError. */
export const api = createClient<paths>({ credentials: 'same-origin' })
api.use({
  onRequest: ({ request }) => {
    if (request.method === 'POST' && !request.headers.has(IDEMPOTENCY)) request.headers.set(IDEMPOTENCY, newRequestId())
    return request
  },
  onResponse: async ({ response, schemaPath }) => {
    if (response.ok) return
    if (response.status === 401 && !schemaPath.startsWith('/api/auth/')) whenSignedOut()
    throw new ApiError(response.status, await response.json().catch(() => null))
  },
  onError: ({ error }) => (error instanceof ApiError ? error : new ApiError(0, null)),
})

/** The body of an answer that went well. */
export const bodyOf = async <T>(answer: Promise<{ data?: T }>): Promise<T> => {
  const { data } = await answer
  if (data === undefined) throw new ApiError(0, null)
  return data
}

/** Headers of one intention: the same id for each retry of it. */
export const once = (requestId: string) => ({ [IDEMPOTENCY]: requestId })

/** Sends a form with a file and says how far it has got (0 to 1): fetch cannot. Throws ApiError. */
export const upload = <T>(path: string, form: FormData, onSent: (share: number) => void): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader(IDEMPOTENCY, newRequestId())
    request.responseType = 'json'
    request.upload.onprogress = event => event.lengthComputable && onSent(event.loaded / event.total)
    request.onerror = () => reject(new ApiError(0, null))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(request.response as T)
      if (request.status === 401) whenSignedOut()
      reject(new ApiError(request.status, request.response))
    }
    request.send(form)
  })
