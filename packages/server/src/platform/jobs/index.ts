export { type JobPayload, type Jobs, openJobs } from './jobs.ts'
