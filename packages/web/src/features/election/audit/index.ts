/** The audit log of an election. */
import { lazy } from 'react'

export const AuditPage = lazy(() => import('./audit-page.tsx'))
