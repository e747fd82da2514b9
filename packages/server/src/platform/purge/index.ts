/** Purging by date, in two steps with a delay. */
export { PURGES, type Purge, purgeDelayFrom, runPurges } from './purge.ts'
export { countDue } from './store.ts'
