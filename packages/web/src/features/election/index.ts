/** Elections: their list, timetable, committees and audit trail. */
export { AuditPage } from './audit/index.ts'
export { dayDistance, TimetablePage } from './calendar/index.ts'
export { CommitteesPage } from './committee/index.ts'
export { ElectionFacts, ElectionsPage, NewElectionPage, useElection, useElections } from './lifecycle/index.ts'
export { ListExportButton, ListExportsPage } from './lists/index.ts'
export { AreasPage, RulesPage } from './rules/index.ts'
