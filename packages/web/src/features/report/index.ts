/** Figures, read only. */
import { lazy } from 'react'

export const OverviewPage = lazy(() => import('./overview-page.tsx'))
export { ElectionTasks } from './waiting-work.tsx'
export const TownshipsPage = lazy(() => import('./townships-page.tsx'))
export const ScreenPage = lazy(() => import('./screen-page.tsx'))
