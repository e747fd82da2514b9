export { type JobPayload, type JobRun, type Jobs, openJobs } from './jobs.ts'
export { saveJobs, withQueueFor } from './saved-jobs.ts'
export type { SavedJob } from './store.ts'
