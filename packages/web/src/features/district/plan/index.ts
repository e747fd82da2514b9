/** Plans of electoral districts. */
import { lazy } from 'react'

export const PlansPage = lazy(() => import('./plans-page.tsx'))
export const PlanPage = lazy(() => import('./plan-page.tsx'))
