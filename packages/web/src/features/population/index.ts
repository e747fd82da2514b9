/** What registrations are checked against: the population registers and how each is doing. */
import { lazy } from 'react'

export const DisqualificationsPage = lazy(() => import('./disqualification/disqualifications-page.tsx'))
export const SourcesPage = lazy(() => import('./sources/sources-page.tsx'))
