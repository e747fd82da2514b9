export { OBJECTION_FAILURES, type ObjectionFailure } from './objection/errors.ts'
export { type ObjectionUseCases, registerObjectionRoutes } from './objection/routes.ts'
export * from './objection/service.decide.ts'
export {
  fileMyObjection,
  fileStationObjection,
  findElectionObjections,
  findMyObjections,
  getObjection,
  openObjections,
} from './objection/service.ts'
export { ROLL_FAILURES, type RollFailure, type RollRefusal, type Unprintable } from './publish/errors.ts'
export { type RollUseCases, registerRollRoutes } from './publish/routes.ts'
export type { Exported } from './publish/service.export.ts'
export { type RollFileInfo, rollFilesIn, verifyRoll } from './publish/service.files.ts'
export { openListedLookup } from './publish/service.listed.ts'
export { exportRoll, findRollVersions, type PublishedRoll, publishRoll, type RollProgress } from './publish/service.ts'
export { listPublishedOn } from './publish/store.published-on.ts'
export type { FaultCode, RollFault, RollVerification } from './verify/errors.ts'
export { verifyRollDirectory } from './verify/service.ts'
