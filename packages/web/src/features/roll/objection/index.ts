/** Objections to the list. */
import { lazy } from 'react'

export const ObjectionsPage = lazy(() => import('./objections-page.tsx'))
