/** One road to the server: JSON in and out, an id per change so that a retry is harmless, and errors that carry their words. */
import type { Text } from './types.ts'

/** What the server refused, in both languages; `status` 0 means that it was not reached. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly text: Text | null
  readonly next: Text | null
  readonly field: string | null
  constructor(status: number, body: unknown) {
    const error = isRecord(body) && isRecord(body.error) ? body.error : isRecord(body) ? body : {}
    const code = typeof error.code === 'string' ? error.code : status === 0 ? 'unreachable' : `http-${status}`
    super(code)
    this.status = status
    this.code = code
    this.text = textOf(error)
    this.next = textOf(error.next)
    this.field = typeof error.field === 'string' ? error.field : null
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

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const textOf = (value: unknown): Text | null =>
  isRecord(value) && typeof value.zh === 'string' && typeof value.en === 'string' ? { zh: value.zh, en: value.en } : null

type Query = Record<string, string | number | undefined | null>

/** `/api` + path + query, leaving out what is empty. */
export const apiUrl = (path: string, query: Query = {}): string => {
  const said = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  )
  return `/api${path}${said.length > 0 ? `?${new URLSearchParams(said)}` : ''}`
}

let whenSignedOut: () => void = () => undefined
/** Calls `listener` when the server answers that the session has ended. */
export const onSignedOut = (listener: () => void): void => {
  whenSignedOut = listener
}

const answer = async <T>(request: Promise<Response>, path: string): Promise<T> => {
  let response: Response
  try {
    response = await request
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason
    throw new ApiError(0, null)
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const body: unknown = isJson ? await response.json().catch(() => null) : null
  if (!response.ok) {
    if (response.status === 401 && !path.startsWith('/auth/')) whenSignedOut()
    throw new ApiError(response.status, body)
  }
  return body as T
}

/** Reads `path`. Throws ApiError. */
export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  answer<T>(fetch(apiUrl(path, query), { credentials: 'same-origin', ...(signal ? { signal } : {}) }), path)

/** Changes something. `requestId` is the same for every retry of one intention. Throws ApiError. */
export const post = <T>(path: string, body: object | FormData, requestId: string = newRequestId()): Promise<T> =>
  answer<T>(
    fetch(`/api${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'idempotency-key': requestId,
        ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      body: body instanceof FormData ? body : JSON.stringify(body),
    }),
    path,
  )

/** Sends a file and says how far it has got (0 to 1): fetch cannot. Throws ApiError. */
export const upload = <T>(path: string, form: FormData, onSent: (share: number) => void): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api${path}`)
    request.setRequestHeader('idempotency-key', newRequestId())
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
