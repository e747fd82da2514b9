/** Rule sets of provinces and offices, and areas that offices add. */
import { lazy } from 'react'

export const AreasPage = lazy(() => import('./areas-page.tsx'))
export const RulesPage = lazy(() => import('./rules-page.tsx'))
