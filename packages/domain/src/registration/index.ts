export { readCardText } from './card-text.ts'
export { explainCode } from './code-texts.ts'
export {
  COLUMNS,
  columnsOf,
  type FieldOf,
  type FileKind,
  mapColumns,
  PREVIOUS_ROLL_COLUMNS,
  REGISTRATION_COLUMNS,
} from './columns.ts'
export { type Decision, decide, type Outcome, STANDING } from './decide.ts'
export { compareDoors, type Door, doorKey, readDoor } from './door.ts'
export { articleOf, FINDINGS, type Finding, type FindingCode, factOf, findFinding, findingsIn, getFinding } from './findings.ts'
export { hasFact, withFacts, withoutFacts } from './masks.ts'
export { type MyState, stepsFor } from './my-steps.ts'
export { wordInRemark } from './remarks.ts'
export {
  getRemovalGround,
  REMOVAL_GROUNDS,
  type RemovalGroundId,
} from './removal.ts'
export { type PreviousRollRow, type RegistrationRow, readPreviousRollRow, readRegistrationRow } from './rows.ts'
export { readStationRow, STATION_COLUMNS, type StationRow, stationFaults } from './stations.ts'
export { CERTIFIED, CERTIFIED_OUTSIDE, REGISTRATION_STATUSES, type RegistrationStatus, STATED_EVIDENCE } from './status.ts'
