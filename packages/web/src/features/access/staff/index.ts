/** Staff accounts: one's own, and those inside one's own area. */
import { lazy } from 'react'

export const AccountPage = lazy(() => import('./account-page.tsx'))
export const AccountsPage = lazy(() => import('./accounts-page.tsx'))
