/** Elections: the list, and setting one up. */
import { lazy } from 'react'

export { dayDistance, localDay } from './deadline.ts'
export { ElectionFacts } from './election-facts.tsx'
export { useElection, useElections } from './use-elections.ts'
export const ElectionsPage = lazy(() => import('./elections-page.tsx'))
export const StationsPage = lazy(() => import('./stations-page.tsx'))
export const NewElectionPage = lazy(() => import('./new-election-page.tsx'))
export const TimetablePage = lazy(() => import('./timetable-page.tsx'))
export const SeatsPage = lazy(() => import('./seats-page.tsx'))
export const CommitteesPage = lazy(() => import('./committees-page.tsx'))
