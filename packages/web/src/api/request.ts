/** One road to the server: typed by its description, an id per change so that a retry is harmless, and errors that carry their words. */
import createClient from 'openapi-fetch'
import { ApiError, newRequestId } from './failure.ts'
import type { paths } from './schema.d.ts'

export { ApiError, newRequestId }

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

/** A file that an answer is, with the name that the server gives it. */
export interface NamedFile {
  readonly name: string
  readonly content: Blob
}

const nameOf = (disposition: string | null): string => {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'file')
}

export const fileOf = async (answer: Promise<{ data?: Blob; response: Response }>): Promise<NamedFile> => {
  const { data, response } = await answer
  if (data === undefined) throw new ApiError(0, null)
  return { name: nameOf(response.headers.get('content-disposition')), content: data }
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
