/** Lists that are taken out of the system as files. */
import { lazy } from 'react'

export { ListExportButton } from './list-export.tsx'
export const ListExportsPage = lazy(() => import('./list-exports-page.tsx'))
