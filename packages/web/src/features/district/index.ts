/** Districts: plans of them, drawn on a map and in a table. */
import { lazy } from 'react'

export const PlansPage = lazy(() => import('./plan/plans-page.tsx'))
export const PlanPage = lazy(() => import('./plan/plan-page.tsx'))
