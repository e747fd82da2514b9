/** The list of elections, and setting one up. */
import { lazy } from 'react'

export { ElectionFacts } from './election-facts.tsx'
export { useElection, useElections } from './use-elections.ts'
export const ElectionsPage = lazy(() => import('./elections-page.tsx'))
export const NewElectionPage = lazy(() => import('./new-election-page.tsx'))
