/** The manual inside the console, and the link of each page to its section. */
import { lazy } from 'react'

export { PageGuide } from './page-guide.tsx'
export type { Manual, ManualVideo, PageOfManual, Section } from './section.ts'
export const ManualPage = lazy(() => import('./manual-page.tsx'))
