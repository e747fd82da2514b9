export { type CommitteeUseCases, registerCommitteeRoutes } from './routes.ts'
export { committeesList } from './service.list.ts'
export {
  appointMember,
  type CommitteeWithMembers,
  endMembership,
  findElectionCommittees,
  leaveAsCandidate,
  nameCommittee,
} from './service.ts'
export { findCommittee, findSittingMembers } from './store.ts'
