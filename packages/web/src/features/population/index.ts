/** What registrations are checked against: population registers and disqualifications. */
export { DisqualificationsPage } from './disqualification/index.ts'
export { SourcesPage } from './sources/index.ts'
