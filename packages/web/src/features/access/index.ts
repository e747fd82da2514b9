/** Signing in, what the person signed in may do, and the trail of what was done. */
import { lazy } from 'react'

export { SESSION_KEY, useIdle, useMay, useSession, useSignOut } from './session.ts'
export const SignInPage = lazy(() => import('./sign-in-page.tsx'))
export const AccountPage = lazy(() => import('./account-page.tsx'))
export const AccountsPage = lazy(() => import('./accounts-page.tsx'))
export const AuditPage = lazy(() => import('./audit-page.tsx'))
