export { assignCases, countMine, findAssignees } from './assignment/index.ts'
export { applyCorrection, withdrawPartFinding } from './correction/index.ts'
export { REVIEW_FAILURES } from './errors.ts'
export {
  comeBack,
  findElectionOfRegistration,
  findHolding,
  findPeopleNamed,
  findPersonOf,
  type Holding,
  holdCleared,
  holdReleased,
  leaveInstallation,
  letHeldStand,
  lockHolding,
  markElsewhere,
  markGivenBack,
  removeGivenBack,
  takeHeldBack,
} from './handover/index.ts'
export {
  type Changed,
  changeStanding,
  findRegistrationOf,
  lockStanding,
  restoreStanding,
  type StandingChange,
  type StandingRow,
} from './objections/index.ts'
export { confirmProposal, proposeNumber } from './proposal/index.ts'
export { type ReviewUseCases, registerReviewRoutes } from './routes.ts'
export type { Arrival, Arrivals, DecidedBy } from './service.arrival.ts'
export { decideCase } from './service.decide.ts'
export { casesList } from './service.list.ts'
export { type FindCertified, findRefusedRows, findReviewCases } from './service.queue.ts'
export { confirmSecondOfficer, waitingDocuments } from './service.second-officer.ts'
export { decideTogether } from './service.together.ts'
export { undoDecision } from './service.undo.ts'
export { findBound, insertEvent } from './store.decide.ts'
