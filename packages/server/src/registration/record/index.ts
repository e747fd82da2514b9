export {
  applyFeed,
  type DisqualificationUseCases,
  listDisqualifications,
  lookUpDisqualification,
  registerDisqualificationRoutes,
} from './disqualification/index.ts'
export { type RevealUseCases, registerRevealRoutes } from './routes.access.ts'
export { type RecordUseCases, registerRecordRoutes } from './routes.record.ts'
export { findMyAccessHistory, REVEALS_PER_HOUR, revealNumber } from './service.access.ts'
export { findRegistrationSection, getRecord } from './service.record.ts'
export { findLookUpSection, findNoticeSection } from './service.sections.ts'
export { countRevealed as countLookUps } from './store.access.ts'
