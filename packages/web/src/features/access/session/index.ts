/** Signing in, and what the signed-in person may do. */
import { lazy } from 'react'

export { createPasskey, signWithPasskey, supportsPasskeys } from './passkey.ts'
export { Problem } from './problem.tsx'
export { ACCOUNT_KEY, SESSION_KEY, useIdle, useMay, useSession, useSignOut } from './session.ts'
export const SignInPage = lazy(() => import('./sign-in-page.tsx'))
