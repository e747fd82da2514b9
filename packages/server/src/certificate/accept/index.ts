export { findCertificateFigures, listAcceptances } from './service.figures.ts'
export { acceptAtStation, acceptMyCertificate, readCertificate, verifyCertificate } from './service.ts'
export {
  type AcceptanceRow,
  closeMessage,
  findAcceptancesOfPerson,
  isAnyDue,
  lockAcceptance,
  postponeMessage,
  takeDue,
  type WaitingMessage,
  writeAcceptance,
} from './store.ts'
