/** Signing in, what the person signed in may do, and the trail of what was done. */
import { lazy } from 'react'

export { SESSION_KEY, useMay, useSession, useSignOut } from './session.ts'
export const SignInPage = lazy(() => import('./sign-in-page.tsx'))
export const AuditPage = lazy(() => import('./audit-page.tsx'))
