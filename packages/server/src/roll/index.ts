export { rollModule } from './module.ts'
export {
  closeObjectionCase,
  decideOnObjection,
  fileMyObjection,
  fileStationObjection,
  findElectionObjections,
  findMyObjections,
  getObjection,
  OBJECTION_FAILURES,
  OBJECTIONS_TASK,
  type ObjectionUseCases,
  recordObjectionJudgment,
  recordObjectionSuit,
  registerObjectionRoutes,
  serveObjection,
  undoObjection,
} from './objection/index.ts'
export {
  checkProofFile,
  getEntryProof,
  getMyEntryProofs,
  PROOF_FAILURES,
  registerProofRoutes,
} from './proof/index.ts'
export {
  exportRoll,
  findPreviewEntries,
  findRollPreview,
  findRollVersions,
  listPublishedOn,
  openListedLookup,
  openRollUseCases,
  type PublishedRoll,
  preparePreview,
  publishRoll,
  ROLL_FAILURES,
  type RollPreview,
  type RollProgress,
  type RollUseCases,
  registerRollRoutes,
} from './publish/index.ts'
export { verifyRollDirectory } from './verify/index.ts'
