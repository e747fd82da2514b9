/** Registering, and what a voter sees of the own registration. */
export { ElectionView } from './election.tsx'
export { ObjectionUntil } from './refusals.tsx'
