/** How far a job of the voter list is. */
export { JobProgress } from './job-progress.tsx'
