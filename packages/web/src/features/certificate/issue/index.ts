/** Issuing certificates to voters of this place, and the list of those issued. */
export { IssuedCertificates } from './issued-certificates.tsx'
export { RequestForm } from './request-form.tsx'
