/** Signing in, what the person signed in may do, and the trail of what was done. */
import { lazy } from 'react'

export { SESSION_KEY, useIdle, useMay, useSession, useSignOut } from './session/session.ts'
export const SignInPage = lazy(() => import('./session/sign-in-page.tsx'))
export const AccountPage = lazy(() => import('./staff/account-page.tsx'))
export const AccountsPage = lazy(() => import('./staff/accounts-page.tsx'))
export const AuditPage = lazy(() => import('./audit/audit-page.tsx'))
