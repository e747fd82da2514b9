export { findAudit } from './audit/index.ts'
export {
  electionSteps,
  type ListPublishedOn,
  listDueOf,
  objectionDaysOf,
  openTimetable,
  registerTimetableRoutes,
  TIMETABLE_FAILURES,
  type Timetable,
  type TimetableFailure,
  type TimetableUseCases,
} from './calendar/index.ts'
export {
  appointMember,
  type CommitteeUseCases,
  type CommitteeWithMembers,
  endMembership,
  findCommittee,
  findElectionCommittees,
  findSittingMembers,
  leaveAsCandidate,
  nameCommittee,
  registerCommitteeRoutes,
} from './committee/index.ts'
export {
  beginElection,
  type CreateElectionError,
  ELECTION_FAILURES,
  type Election,
  type ElectionFailure,
  electionAudit,
  findElectionById,
  findElections,
  freezeRules,
  getElection,
  homeCounty,
  type NewElection,
  type NoSuchElection,
  setListPublished,
} from './lifecycle/index.ts'
export { exportLimitFrom, type ListRow, type ListSource, openLists, rowsInPages, wholeList } from './lists/index.ts'
export {
  CREATE_ELECTION,
  ELECTION_BEGUN,
  electionModule,
  LIST_PUBLISHED,
  LISTS,
  RECORD_SECTIONS,
  type RecordSection,
  type RecordSubject,
  WAITING_TASKS,
  WAITING_WORK,
  type WaitingTask,
  type WaitingWork,
} from './module.ts'
export { type ElectionUseCases, electionAnswer, registerElectionRoutes } from './routes.ts'
export {
  confirmRuleSet,
  listRuleSets,
  proposeRuleSet,
  RULES_FAILURES,
} from './rules/index.ts'
export {
  AreaSchema,
  AuditFilter,
  AuditPage,
  ElectionIdSchema,
  ElectionSchema,
  LevelSchema,
  ObjectionDaysSchema,
} from './schema.ts'
