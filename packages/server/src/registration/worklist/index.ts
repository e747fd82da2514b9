export { WORKLIST_FAILURES, type WorklistFailure, worklistFailures } from './errors.ts'
export { registerWorklistRoutes, type WorklistUseCases } from './routes.ts'
export { openSample } from './sample/index.ts'
export { Overview, PersonToVisit, Visit, VisitOutcome } from './schema.ts'
export { audienceSource } from './service.audience.ts'
export { closeElection, extractPurge, type PurgeMore, removeReportsOfClosed } from './service.close.ts'
export { isMigrant, scopeOf, withContacts } from './service.contacts.ts'
export { exportWorkLists } from './service.export.ts'
export { missingList, refusedList } from './service.list.ts'
export {
  countMissing,
  findMissingCommunities,
  findNotYetRegistered,
  readMissingOf,
  toPersonToVisit,
} from './service.missing.ts'
export {
  type CommunityCounts,
  checkElection,
  electionProgress,
  notYetRegisteredRows,
  recordVisit,
} from './service.ts'
export { findRefusedIn, type RefusedItem, type RefusedPlace } from './store.refused.ts'
export { namesOfCommunities, pagesOfMissing } from './store.ts'
