export type { Exported } from './export.ts'
export { OBJECTION_FAILURES, type ObjectionFailure } from './failures.objections.ts'
export { ROLL_FAILURES, type RollFailure, type RollRefusal, type Unprintable } from './failures.ts'
export type { FaultCode, RollFault, RollVerification } from './faults.ts'
export { type ObjectionUseCases, registerObjectionRoutes } from './routes.objections.ts'
export { type RollUseCases, registerRollRoutes } from './routes.ts'
export { listPublishedOn } from './store.published-on.ts'
export { type RollFileInfo, rollFilesIn, verifyRoll } from './usecases.files.ts'
export { openListedLookup } from './usecases.listed.ts'
export {
  fileMyObjection,
  fileStationObjection,
  findElectionObjections,
  findMyObjections,
  getObjection,
  openObjections,
} from './usecases.objections.ts'
export * from './usecases.objections-decide.ts'
export { exportRoll, findRollVersions, type PublishedRoll, publishRoll, type RollProgress } from './usecases.ts'
export { verifyRollDirectory } from './verify.ts'
