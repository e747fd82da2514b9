/** The population registers and the state of each. */
import { lazy } from 'react'

export const SourcesPage = lazy(() => import('./sources-page.tsx'))
