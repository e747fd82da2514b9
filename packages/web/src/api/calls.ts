/** Every call of the API the pages make, named as people say it. */
import { apiUrl, get, post, upload } from './request.ts'
import type * as T from './types.ts'

const seg = encodeURIComponent

export const readHealth = () => get<T.Health>('/health')
export const signIn = (username: string, password: string) => post<unknown>('/auth/sign-in/username', { username, password })
export const signOut = () => post<unknown>('/auth/sign-out', {})
export const readSession = () => get<T.Session>('/session')
export const readFindings = () => get<T.Finding[]>('/findings')
export const readAreas = (parent?: string) => get<T.Area[]>('/areas', { parent })

export const readElections = () => get<T.Election[]>('/elections')
export const createElection = (election: { areaCode: string; day: string; levels: string[]; name: string }, requestId: string) =>
  post<{ id: string }>('/elections', election, requestId)
export const readOverview = (id: string) => get<T.Overview>(`/elections/${seg(id)}/overview`)

export const readImports = (id: string) => get<T.Import[]>(`/elections/${seg(id)}/imports`)
export const readImport = (importId: number) => get<T.Import>(`/imports/${importId}`)
export const importReportUrl = (importId: number) => apiUrl(`/imports/${importId}/report`)
export const previewImport = (id: string, form: FormData) => post<T.ImportPreview>(`/elections/${seg(id)}/imports/preview`, form)
export const startImport = (id: string, form: FormData, onSent: (share: number) => void) =>
  upload<{ id: number }>(`/elections/${seg(id)}/imports`, form, onSent)

export interface ReviewFilter {
  code?: string | undefined
  community?: string | undefined
  state?: string | undefined
  q?: string | undefined
}
export const readReviews = (id: string, filter: ReviewFilter, cursor?: string) =>
  get<T.ReviewPage>(`/elections/${seg(id)}/reviews`, { ...filter, cursor })
const reviewPath = (of: { countyCode: string; registrationId: number }) => `/reviews/${seg(of.countyCode)}/${of.registrationId}`
export const decideReview = (
  of: { countyCode: string; registrationId: number },
  decision: 'accept' | 'refuse',
  reason: string,
  requestId: string,
) => post<T.ReviewCase>(`${reviewPath(of)}/decision`, { decision, reason }, requestId)
export const undoReview = (of: { countyCode: string; registrationId: number }, reason: string, requestId: string) =>
  post<T.ReviewCase>(`${reviewPath(of)}/undo`, { reason }, requestId)

export const readRefused = (id: string, filter: { code?: string | undefined }, cursor?: string) =>
  get<T.RefusedPage>(`/elections/${seg(id)}/refused`, { ...filter, cursor })

export const readNotYetRegistered = (
  id: string,
  filter: { community?: string | undefined; state?: string | undefined },
  cursor?: string,
) => get<T.NotYetRegisteredPage>(`/elections/${seg(id)}/not-yet-registered`, { ...filter, cursor })
export const recordVisit = (id: string, personRef: string, outcome: T.VisitOutcome) =>
  post<{ ok: boolean }>(`/elections/${seg(id)}/visits`, { personRef, outcome })

export const checkElection = (id: string) => post<T.CheckResult>(`/elections/${seg(id)}/check`, {})
export const readRolls = (id: string) => get<T.RollVersion[]>(`/elections/${seg(id)}/rolls`)
export const publishRoll = (id: string, lateReason: string | undefined, requestId: string) =>
  post<{ jobId: string }>(`/elections/${seg(id)}/rolls`, lateReason ? { lateReason } : {}, requestId)
export const readJob = (jobId: string) => get<T.Job>(`/jobs/${seg(jobId)}`)
export const readRollFiles = (id: string, version: number) => get<T.RollFile[]>(`/elections/${seg(id)}/rolls/${version}/files`)
export const rollFileUrl = (id: string, version: number, name: string) =>
  apiUrl(`/elections/${seg(id)}/rolls/${version}/files/${seg(name)}`)
export const verifyRoll = (id: string, version: number) =>
  post<T.RollVerification>(`/elections/${seg(id)}/rolls/${version}/verify`, {})

export const readAudit = (id: string, filter: { action?: string | undefined }, cursor?: string) =>
  get<T.AuditPage>(`/elections/${seg(id)}/audit`, { ...filter, cursor })
