/** Election committees. */
import { lazy } from 'react'

export const CommitteesPage = lazy(() => import('./committees-page.tsx'))
