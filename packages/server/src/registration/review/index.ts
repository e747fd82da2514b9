export { REVIEW_FAILURES } from './errors.ts'
export { type ReviewUseCases, registerReviewRoutes } from './routes.ts'
export { decideCase, undoDecision } from './service.decide.ts'
export { leaveInstallation, letHeldStand, lockHolding, takeHeldBack } from './service.handover.ts'
export {
  type Changed,
  changeStanding,
  restoreStanding,
  type StandingChange,
} from './service.objections.ts'
export { type FindCertified, findRefusedRows, findReviewCases } from './service.queue.ts'
export { confirmSecondOfficer } from './service.second-officer.ts'
export { findHolding, findPersonOf, type Holding } from './store.handover.ts'
export { findRegistrationOf } from './store.objections.ts'
