export { rollModule } from './module.ts'
export {
  closeObjectionCase,
  decideOnObjection,
  fileMyObjection,
  fileStationObjection,
  findElectionObjections,
  findMyObjections,
  getObjection,
  OBJECTIONS_TASK,
  type ObjectionUseCases,
  openObjectionsByTownship,
  recordObjectionJudgment,
  recordObjectionSuit,
  registerObjectionRoutes,
  serveObjection,
  undoObjection,
} from './objection/index.ts'
export { checkProofFile, getEntryProof, PROOF_FAILURES } from './proof/index.ts'
export {
  exportRoll,
  findRollPreview,
  findRollVersions,
  type PublishedRoll,
  preparePreview,
  publishRoll,
  ROLL_FAILURES,
  type RollPreview,
  type RollProgress,
  type RollUseCases,
  registerRollRoutes,
} from './publish/index.ts'
export { verifyPublished } from './verify/index.ts'
