export { ELECTION_FAILURES, type ElectionFailure } from './errors.ts'
export { type ElectionUseCases, electionAnswer, registerElectionRoutes } from './routes.ts'
export { AreaSchema, ElectionIdSchema, ElectionSchema, LevelSchema } from './schema.ts'
export { findAudit } from './service.audit.ts'
export {
  beginElection,
  type CreateElectionError,
  findElections,
  getElection,
  type NewElection,
  type NoSuchElection,
} from './service.ts'
export { writeOnce } from './service.write.ts'
export { type Election, findElectionById, homeCounty } from './store.ts'
