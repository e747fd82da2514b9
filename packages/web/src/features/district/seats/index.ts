/** Seats of the congresses that an election elects. */
import { lazy } from 'react'

export const SeatsPage = lazy(() => import('./seats-page.tsx'))
