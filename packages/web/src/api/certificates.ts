/** Calls of the API about certificates between places (选民资格证明, P83 §9). All throw ApiError. */
import { ApiError, once } from './request.ts'
import type { Place } from './types.ts'

export type CertificateState = 'requested' | 'refused' | 'issued' | 'revoked' | 'expired' | 'released'
export type AcceptanceState = 'held' | 'final' | 'returned'
export type CertificateEvidence = 'certificate' | 'residencePermit' | 'contract' | 'tookPartLastTime' | 'student'
export type CertificateBasis = 'hukou' | 'residence' | 'work' | 'study'

/** One that was asked for here, and what became of it. */
export interface Certificate {
  id: string
  electionId: string
  name: string
  place: Place
  to: string | null
  via: 'portal' | 'station'
  state: CertificateState
  requestedAt: string
  issuedOn: string | null
  validUntil: string | null
  reason: string | null
  releasedTo: { installation: string; name: string } | null
  copies: number
  /** Of its QR; null where it is not shown, or no longer good. */
  text: string | null
}
/** One that was taken here. */
export interface Acceptance {
  id: string
  electionId: string
  name: string
  community: Place
  from: Place
  issuer: string
  state: AcceptanceState
  reason: 'used' | 'revoked' | 'expired' | 'unknown' | null
  takenOn: string
  takenBy: string
}
export type CertificateCounts = Record<CertificateState, number>
export interface CertificatePage {
  items: Certificate[]
  figures: CertificateCounts
  next: string | null
}
export interface AcceptancePage {
  items: Acceptance[]
  next: string | null
}
export interface CertificateFigures extends CertificateCounts {
  asked: number
  accepted: Record<AcceptanceState, number>
  migrants: { withCertificate: number; without: number; unproven: number }
  rules: { set: string; needed: boolean; enough: { evidence: CertificateEvidence[]; needsCertificate: boolean }[] }
  silent: { installation: string; name: string; waiting: number; since: string; trouble: string | null }[]
}
/** What stands on a certificate whose signature fits. */
export interface VerifiedCertificate {
  id: string
  issuer: string
  round: string
  name: string
  from: Place
  issuedOn: string
  validUntil: string
  taken: boolean
}
export interface CertificateBearer {
  text: string
  name: string
  number: string
  community: string
  basis: CertificateBasis
  evidence: CertificateEvidence[]
}
export interface AcceptedCertificate {
  acceptance: Acceptance
}

const call = async <T>(path: string, body?: object, requestId?: string): Promise<T> => {
  const response = await fetch(`/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    credentials: 'same-origin',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(requestId ? once(requestId) : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, null)
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new ApiError(response.status, answer)
  return answer as T
}
const of = (id: string) => `/elections/${encodeURIComponent(id)}`
const query = (said: Readonly<Record<string, string | undefined>>): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(said)) if (value) search.set(name, value)
  return search.size > 0 ? `?${search}` : ''
}

export interface CertificateFilter {
  state?: string | undefined
  q?: string | undefined
}
export const readCertificates = (id: string, filter: CertificateFilter, cursor?: string) =>
  call<CertificatePage>(`${of(id)}/certificates${query({ ...filter, cursor })}`)
export const readAcceptances = (id: string, state?: string, cursor?: string) =>
  call<AcceptancePage>(`${of(id)}/certificates/accepted${query({ state, cursor })}`)
export const readCertificateFigures = (id: string) => call<CertificateFigures>(`${of(id)}/certificates/figures`)

/** Asks for one at a station, for someone who stands there. */
export const requestCertificate = (id: string, body: { name: string; number: string; to?: string }, requestId: string) =>
  call<Certificate>(`${of(id)}/certificates`, body, requestId)

/** A decision on a certificate. */
export type CertificateStep =
  | { readonly step: 'issue'; readonly body: { readonly validUntil?: string } }
  | { readonly step: 'refuse' | 'revoke'; readonly body: { readonly reason: string } }
  | { readonly step: 'reprint'; readonly body: object }
/** Takes a step; answers the certificate as it then stands. */
export const stepCertificate = (id: string, certificate: string, { step, body }: CertificateStep, requestId: string) =>
  call<Certificate>(`${of(id)}/certificates/${encodeURIComponent(certificate)}/${step}`, body, requestId)

/** Checks signature, round and days; nothing is changed, and no other installation is asked. */
export const verifyCertificate = (text: string, electionId: string) =>
  call<VerifiedCertificate>('/certificates/verify', { text, electionId })
export const acceptCertificate = (id: string, body: CertificateBearer, requestId: string) =>
  call<AcceptedCertificate>(`${of(id)}/certificates/accept`, body, requestId)
