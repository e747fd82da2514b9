/** The web's only door to the server. */
export * from './accounts.ts'
export * from './calls.ts'
export * from './certificates.ts'
export * from './notices.ts'
export * from './objections.ts'
export { ApiError, newRequestId, onSignedOut } from './request.ts'
export type * from './types.ts'
