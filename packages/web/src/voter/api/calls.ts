/** Every call the portal makes. A call that is slow is ended and said to be; a change carries the id of its intention, so a retry is harmless. */
import { ApiError } from '../../api/failure.ts'
import type {
  AccessHistoryEntry,
  Answer,
  Claim,
  Contact,
  EntryProofs,
  Form,
  FoundPlace,
  Logins,
  Me,
  MyRefusal,
  MyRegistration,
  NewObjection,
  Objection,
  OwnList,
  PlaceDetail,
  Question,
  Video,
  VoterElection,
} from './types.ts'

/** On slow 4G an answer takes a second; after this nobody waits any more. */
const PATIENCE_MS = 20_000

interface Send {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly body?: unknown
  readonly requestId?: string
  readonly signal?: AbortSignal | undefined
}

/** Throws ApiError; status 0: the server was not reached, or did not answer in time. */
export const call = async <T>(path: string, { method = 'GET', body, requestId, signal }: Send = {}): Promise<T> => {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS)
  signal?.addEventListener('abort', () => stop.abort())
  try {
    const response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(requestId ? { 'idempotency-key': requestId } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: stop.signal,
    }).catch(() => {
      throw new ApiError(0, null)
    })
    if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => null))
    const text = await response.text().catch(() => {
      throw new ApiError(0, null)
    })
    return (text === '' ? null : JSON.parse(text)) as T
  } finally {
    clearTimeout(timer)
  }
}

const of = (id: string) => `/voter/elections/${encodeURIComponent(id)}`

export const readLogins = () => call<Logins>('/voter/logins')
/** Where a log-in button leads; `to` is a path of this site. */
export const loginUrl = (id: string, to: string) => `/api/voter/login/${encodeURIComponent(id)}?to=${encodeURIComponent(to)}`
/** null: nobody is signed in. */
export const readMe = (): Promise<Me | null> =>
  call<Me>('/voter/me').catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  })
export const signOut = () => call<null>('/voter/sign-out', { method: 'POST', body: {} })
export const readAccessHistory = () => call<AccessHistoryEntry[]>('/voter/looked')

export const readElections = () => call<VoterElection[]>('/voter/elections')
export const readRegistrations = () => call<MyRegistration[]>('/voter/registrations')
export const readRefusals = () => call<MyRefusal[]>('/voter/refusals')
export const readForm = (id: string) => call<Form>(`${of(id)}/form`)
export const findPlaces = (id: string, q: string, signal?: AbortSignal) =>
  call<FoundPlace[]>(`${of(id)}/places?q=${encodeURIComponent(q)}`, { signal })
export const readPlace = (id: string, community: string) => call<PlaceDetail>(`${of(id)}/places/${encodeURIComponent(community)}`)
export const register = (id: string, claim: Claim, requestId: string) =>
  call<Answer>(`${of(id)}/registrations`, { method: 'POST', body: claim, requestId })
export const readProofs = (id: string) => call<EntryProofs>(`/voter/registrations/${encodeURIComponent(id)}/proof`)
export const readOwnList = (id: string, asked: Partial<Record<'level' | 'version' | 'page', string>>) =>
  call<OwnList>(`/voter/registrations/${encodeURIComponent(id)}/list?${new URLSearchParams(asked)}`)
export const readCard = (id: string) => call<{ text: string }>(`/voter/registrations/${encodeURIComponent(id)}/card`)

export const readQuestions = (lang: string) => call<Question[]>(`/help/questions?lang=${lang}`)
export const readVideos = () => call<Video[]>('/help/videos')

export const readObjections = () => call<Objection[]>('/voter/objections')
export const fileObjection = (objection: NewObjection, requestId: string) =>
  call<unknown>('/voter/objections', { method: 'POST', body: objection, requestId })

export const readContact = () => call<Contact>('/voter/contact')
/** Neither phone nor e-mail: what was kept is forgotten. */
export const saveContact = (contact: Omit<Contact, 'declined'>, requestId: string) =>
  call<Contact>('/voter/contact', { method: 'PUT', body: contact, requestId })
