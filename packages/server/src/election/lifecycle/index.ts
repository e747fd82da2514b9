export { ELECTION_FAILURES, type ElectionFailure, electionFailures } from './errors.ts'
export { electionAudit } from './service.audit-entry.ts'
export {
  beginElection,
  type CreateElectionError,
  findElections,
  getElection,
  type NewElection,
  type NoSuchElection,
} from './service.ts'
export { type Election, findElectionById, findPollingOn, freezeRules, homeCounty, setListPublished } from './store.ts'
