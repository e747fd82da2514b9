export { newSalt, personDigest } from './service.person.ts'
export { findCertificateSection } from './service.record.ts'
export { type Names, toAcceptanceItem, toCertificateItem } from './service.response.ts'
export { queueArrivalRefused, queueReturned, recordLedger } from './service.ts'
export {
  type AcceptanceRow,
  closeMessage,
  countAcceptances,
  findAcceptances,
  findAcceptancesOf,
  findAcceptancesOfPerson,
  findCleared,
  findLastArrival,
  findSilent,
  findTaken,
  insertAcceptance,
  insertMessage,
  insertMessageOnce,
  isAnyDue,
  lockAcceptance,
  postponeMessage,
  takeDue,
  type WaitingMessage,
  writeAcceptance,
  writeLeft,
} from './store.acceptances.ts'
export { countByProvince } from './store.provinces.ts'
export { purgeCertificates } from './store.purge.ts'
export { findElectionAt, findLostGivenBack, findReleasedTo, findTakenFrom } from './store.statement.ts'
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
  insertReleased,
  insertRequest,
  ledgerOf,
  lockCertificate,
  lockLastLeft,
  lockOpen,
} from './store.ts'
