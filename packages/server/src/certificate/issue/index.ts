export { keepBooks, tellReturned } from './service.ledger.ts'
export { personDigest } from './service.person.ts'
export { type CertificateFile, printOwnCertificate } from './service.print.ts'
export { shownAcceptance } from './service.response.ts'
export {
  askAtStation,
  askByOffice,
  askForCertificate,
  findMyCertificates,
  findOwnCertificate,
  issueCertificate,
  listCertificates,
  refuseCertificate,
  reprintCertificate,
  revokeCertificate,
} from './service.ts'
export { purgeCertificates } from './store.purge.ts'
export { type CertificateRow, countStates, findIssuedTo, findLapsed, ledgerOf, lockCertificate, STATES } from './store.ts'
