/** Calls of the API about certificates between places (选民资格证明, P83 §9). All throw ApiError. */
import { api, bodyOf, once } from './request.ts'
import type { components, operations } from './schema.d.ts'

type Schemas = components['schemas']
type BodyOf<Operation extends { requestBody: { content: { 'application/json': unknown } } }> =
  Operation['requestBody']['content']['application/json']
/** One that was asked for here, and what became of it. */
export type Certificate = Schemas['Certificate']
export type CertificateState = Schemas['CertificateState']
/** One that was taken here. */
export type Acceptance = Schemas['CertificateAcceptance']
export type AcceptanceState = Schemas['AcceptanceState']
export type CertificateFigures = Schemas['CertificateFigures']
/** The content of a certificate whose signature is valid. */
export type VerifiedCertificate = Schemas['VerifiedCertificate']
export type AcceptedCertificate = Schemas['AcceptedCertificate']
export type CertificateBearer = BodyOf<operations['acceptCertificate']>
export type CertificateBasis = CertificateBearer['basis']
export type CertificateEvidence = NonNullable<CertificateBearer['evidence']>[number]

const LIST = '/api/elections/{id}/certificates' as const
const ONE = `${LIST}/{cid}` as const

export interface CertificateFilter {
  state?: CertificateState | undefined
  q?: string | undefined
}
export const readCertificates = (id: string, { state, q }: CertificateFilter, cursor?: string) =>
  bodyOf(api.GET(LIST, { params: { path: { id }, query: { state, q: q || undefined, cursor } } }))
export const readAcceptances = (id: string, state?: AcceptanceState, cursor?: string) =>
  bodyOf(api.GET(`${LIST}/accepted`, { params: { path: { id }, query: { state, cursor } } }))
export const readCertificateFigures = (id: string) => bodyOf(api.GET(`${LIST}/figures`, { params: { path: { id } } }))

/** Requests a certificate at a station for a voter who is present. */
export const requestCertificate = (id: string, body: BodyOf<operations['askForCertificateAtStation']>, requestId: string) =>
  bodyOf(api.POST(LIST, { params: { path: { id } }, body, headers: once(requestId) }))

/** A decision on a certificate. */
export type CertificateStep =
  | { readonly step: 'issue'; readonly body: BodyOf<operations['issueCertificate']> }
  | { readonly step: 'refuse' | 'revoke'; readonly body: BodyOf<operations['refuseCertificate']> }
  | { readonly step: 'reprint' }
/** Takes a step; returns the changed certificate. */
export const stepCertificate = (id: string, cid: string, next: CertificateStep, requestId: string): Promise<Certificate> => {
  const call = { params: { path: { id, cid } }, headers: once(requestId) }
  if (next.step === 'issue') return bodyOf(api.POST(`${ONE}/issue`, { ...call, body: next.body }))
  if (next.step === 'reprint') return bodyOf(api.POST(`${ONE}/reprint`, call))
  return bodyOf(api.POST(`${ONE}/${next.step}`, { ...call, body: next.body }))
}

/** The address of an issued certificate as a PDF. */
export const certificateSheetUrl = (id: string, cid: string) =>
  `/api/elections/${encodeURIComponent(id)}/certificates/${cid}/certificate.pdf`

/** Checks signature, round and days; nothing is changed, and no other installation is asked. */
export const verifyCertificate = (text: string, electionId: string) =>
  bodyOf(api.POST('/api/certificates/verify', { body: { text, electionId } }))
export const acceptCertificate = (id: string, body: CertificateBearer, requestId: string) =>
  bodyOf(api.POST(`${LIST}/accept`, { params: { path: { id } }, body, headers: once(requestId) }))
