/** Publishing the voter list. */
import { lazy } from 'react'

export const RollPage = lazy(() => import('./roll-page.tsx'))
