export { countTold, isFirstNumber, recordTold } from './check/index.ts'
export { checkCounts, countAll, countMigrants } from './counts/index.ts'
export { ELECTORATE_FAILURES, exportElectorate, getElectorate, importElectorate } from './electorate/index.ts'
export { REGISTRATION_FAILURES } from './errors.ts'
export {
  registerShiftRoutes,
  type ShiftUseCases,
} from './field/index.ts'
export { ARRIVALS, CERTIFICATE_HOLDERS, LISTED_VOTERS, PURGE_PARTS, registrationModule } from './module.ts'
export {
  Basis,
  type ByCertificate,
  type CertifiedEntry,
  Evidence,
  type Frame,
  findRegisterEntry,
  getMyRegistration,
  MigrantDatesShape,
  ONLINE_FAILURES,
  openFrame,
  RegistrationAnswer,
  registerAtStation,
  registerCertified,
  registerStationRegistrationRoutes,
  registerVoter,
  registerVoterRoutes,
  type StationRegistrationUseCases,
  type VoterUseCases,
} from './online/index.ts'
export { exportParts, findDividedCommunities, importParts, PARTS_FAILURES } from './parts/index.ts'
export { parseColumns, type Reading } from './reading/index.ts'
export {
  applyFeed,
  getRecord,
} from './record/index.ts'
export {
  type Arrival,
  type Arrivals,
  type Changed,
  changeStanding,
  comeBack,
  type DecidedBy,
  decideCase,
  findElectionOfRegistration,
  findHolding,
  findPeopleNamed,
  findPersonOf,
  findRegistrationOf,
  findReviewCases,
  type Holding,
  holdCleared,
  holdReleased,
  leaveInstallation,
  letHeldStand,
  lockHolding,
  markElsewhere,
  markGivenBack,
  removeGivenBack,
  restoreStanding,
  type StandingChange,
  takeHeldBack,
  undoDecision,
} from './review/index.ts'
export {
  checkReportPlace,
  type FileImported,
  findImports,
  makeReportAgain,
  runImport,
} from './roster/index.ts'
export { type RegistrationUseCases, registerRegistrationRoutes } from './routes.ts'
export {
  findElectionStations,
  importStations,
  replaceElectionStations,
  STATION_FAILURES,
} from './station/index.ts'
export { townshipsProgress } from './townships/index.ts'
export {
  audienceSource,
  checkElection,
  closeElection,
  electionProgress,
  exportWorkLists,
  notYetRegisteredRows,
  Overview,
  openSample,
  type PurgeMore,
  removeReportsOfClosed,
  type WorklistFailure,
  worklistFailures,
} from './worklist/index.ts'
