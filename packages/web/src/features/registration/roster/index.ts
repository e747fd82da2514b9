/** Imports of files, and the rows that were refused. */
import { lazy } from 'react'

export { SeveralPage } from './batch/index.ts'
export { ImportList } from './import-list.tsx'
export { SendersPage } from './senders/index.ts'
export const ImportsPage = lazy(() => import('./imports-page.tsx'))
export const NewImportPage = lazy(() => import('./new-import-page.tsx'))
export const ImportPage = lazy(() => import('./import-page.tsx'))
export const RefusedPage = lazy(() => import('./refused-page.tsx'))
