/** Elections: the list, and setting one up. */
import { lazy } from 'react'

export { dayDistance, localDay } from './calendar/deadline.ts'
export { ElectionFacts } from './lifecycle/election-facts.tsx'
export { useElection, useElections } from './lifecycle/use-elections.ts'
export const ElectionsPage = lazy(() => import('./lifecycle/elections-page.tsx'))
export const StationsPage = lazy(() => import('../registration/station/stations-page.tsx'))
export const NewElectionPage = lazy(() => import('./lifecycle/new-election-page.tsx'))
export const TimetablePage = lazy(() => import('./calendar/timetable-page.tsx'))
export const SeatsPage = lazy(() => import('../district/seats/seats-page.tsx'))
export const CommitteesPage = lazy(() => import('./committee/committees-page.tsx'))
