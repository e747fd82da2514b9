/** Purging by date, in two steps with a delay. */
export { type DuePurge, PURGES, type Purge, type Purged, purgeDelayFrom, runPurges } from './purge.ts'
export { countDue } from './store.ts'
