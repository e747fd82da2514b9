export { newSalt, personDigest } from './service.person.ts'
export { findCertificateSection } from './service.record.ts'
export { type Names, toAcceptanceItem, toCertificateItem } from './service.response.ts'
export { queueReturned, recordLedger } from './service.ts'
export {
  type AcceptanceRow,
  closeMessage,
  countAcceptances,
  countMigrants,
  findAcceptances,
  findAcceptancesOfPerson,
  findSilent,
  findTaken,
  insertAcceptance,
  insertMessage,
  isAnyDue,
  lockAcceptance,
  postponeMessage,
  takeDue,
  type WaitingMessage,
  writeAcceptance,
} from './store.acceptances.ts'
export { purgeCertificates } from './store.purge.ts'
export {
  type CertificateRow,
  countCopy,
  countStates,
  findCertificate,
  findCertificates,
  findIssuedTo,
  findLapsed,
  findOfPerson,
  insertEvent,
  insertRequest,
  ledgerOf,
  lockCertificate,
  lockOpen,
} from './store.ts'
