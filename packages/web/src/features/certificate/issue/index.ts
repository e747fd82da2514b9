/** Issuing certificates to voters of this place, and the list of those issued. */
export { Given } from './given.tsx'
export { RequestForm } from './request-form.tsx'
