/** Disqualifications and the authorities that report them. */
import { lazy } from 'react'

export const DisqualificationsPage = lazy(() => import('./disqualifications-page.tsx'))
