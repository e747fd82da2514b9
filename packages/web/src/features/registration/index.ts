/** Registration: imports, the review queue, refused rows, stations, people not yet registered. */
export { FindingCounts } from './check/index.ts'
export { ElectoratePage } from './electorate/index.ts'
export { ReviewPage } from './review/index.ts'
export { ImportList, ImportPage, ImportsPage, NewImportPage, RefusedPage, SendersPage, SeveralPage } from './roster/index.ts'
export { StationsPage } from './station/index.ts'
export { VoterPage, VotersPage } from './voters/index.ts'
export { BuildingsPage, HouseholdPage, NotYetRegisteredPage, WorkListPrint } from './worklist/index.ts'
