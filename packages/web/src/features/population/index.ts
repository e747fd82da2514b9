/** What registrations are checked against: the population registers and how each is doing. */
import { lazy } from 'react'

export const SourcesPage = lazy(() => import('./sources-page.tsx'))
