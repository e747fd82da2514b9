/** Registration stations of an election. */
import { lazy } from 'react'

export const StationsPage = lazy(() => import('./stations-page.tsx'))
