export { REVIEW_FAILURES } from './errors.ts'
export { type ReviewUseCases, registerReviewRoutes } from './routes.ts'
export type { Arrival, Arrivals, DecidedBy } from './service.arrival.ts'
export { decideCase, undoDecision } from './service.decide.ts'
export {
  comeBack,
  leaveInstallation,
  letHeldStand,
  lockHolding,
  markElsewhere,
  markGivenBack,
  removeGivenBack,
  takeHeldBack,
} from './service.handover.ts'
export {
  type Changed,
  changeStanding,
  restoreStanding,
  type StandingChange,
} from './service.objections.ts'
export { type FindCertified, findRefusedRows, findReviewCases } from './service.queue.ts'
export { confirmSecondOfficer } from './service.second-officer.ts'
export {
  findElectionOfRegistration,
  findHolding,
  findPeopleNamed,
  findPersonOf,
  type Holding,
  holdCleared,
  holdReleased,
} from './store.handover.ts'
export { findRegistrationOf } from './store.objections.ts'
