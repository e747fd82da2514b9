export { type ObjectionUseCases, registerObjectionRoutes } from './routes.ts'
export {
  closeObjectionCase,
  decideOnObjection,
  recordObjectionJudgment,
  recordObjectionSuit,
  serveObjection,
  undoObjection,
} from './service.decide.ts'
export { objectionsList } from './service.list.ts'
export { findObjectionSection } from './service.record.ts'
export {
  fileMyObjection,
  fileStationObjection,
  findElectionObjections,
  findMyObjections,
  getObjection,
  OBJECTIONS_TASK,
  openObjections,
  openObjectionsByTownship,
} from './service.ts'
