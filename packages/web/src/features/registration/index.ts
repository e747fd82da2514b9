/** Registration: imports, the review queue, refused rows, people not yet registered. */
import { lazy } from 'react'

export { FindingCounts } from './check/finding-counts.tsx'
export { ImportList } from './roster/import-list.tsx'
export const ImportsPage = lazy(() => import('./roster/imports-page.tsx'))
export const NewImportPage = lazy(() => import('./roster/new-import-page.tsx'))
export const ImportPage = lazy(() => import('./roster/import-page.tsx'))
export const ReviewPage = lazy(() => import('./review/review-page.tsx'))
export const RefusedPage = lazy(() => import('./roster/refused-page.tsx'))
export const NotYetRegisteredPage = lazy(() => import('./worklist/not-yet-registered-page.tsx'))
export const DevicesPage = lazy(() => import('../access/device/devices-page.tsx'))
export const NoticesPage = lazy(() => import('../notice/notices-page.tsx'))
export const WorkListPrint = lazy(() => import('./worklist/work-list-print.tsx'))
