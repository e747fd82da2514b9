/** Registration: imports, the review queue, refused rows, people not yet registered. */
import { lazy } from 'react'

export { FindingCounts } from './finding-counts.tsx'
export { ImportList } from './import-list.tsx'
export const ImportsPage = lazy(() => import('./imports-page.tsx'))
export const NewImportPage = lazy(() => import('./new-import-page.tsx'))
export const ImportPage = lazy(() => import('./import-page.tsx'))
export const ReviewPage = lazy(() => import('./review-page.tsx'))
export const RefusedPage = lazy(() => import('./refused-page.tsx'))
export const NotYetRegisteredPage = lazy(() => import('./not-yet-registered-page.tsx'))
export const DevicesPage = lazy(() => import('./devices-page.tsx'))
export const NoticesPage = lazy(() => import('./notices-page.tsx'))
export const WorkListPrint = lazy(() => import('./work-list-print.tsx'))
