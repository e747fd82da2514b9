export { REVIEW_FAILURES } from './errors.ts'
export { type ReviewUseCases, registerReviewRoutes } from './routes.ts'
export { type Leaving, leaveInstallation, letHeldStand, lockHolding, takeHeldBack } from './service.handover.ts'
export {
  type Changed,
  type ChangeFault,
  type Changing,
  changeStanding,
  restoreStanding,
  type StandingChange,
} from './service.objections.ts'
export { confirmSecondOfficer } from './service.second-officer.ts'
export { type Decision, decideCase, type FindCertified, findRefusedRows, findReviewCases, undoDecision } from './service.ts'
export { findHolding, findPersonOf, type Holding } from './store.handover.ts'
export { findRegistrationOf, type StandingRow } from './store.objections.ts'
