/** People who are not yet registered. */
import { lazy } from 'react'

export const NotYetRegisteredPage = lazy(() => import('./not-yet-registered-page.tsx'))
export const WorkListPrint = lazy(() => import('./work-list-print.tsx'))
export const BuildingsPage = lazy(() => import('./buildings-page.tsx'))
export const HouseholdPage = lazy(() => import('./household-page.tsx'))
