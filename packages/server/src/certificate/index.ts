/** Certificates that move a voter from one place to another (选民资格证明, P83 §9), within this installation and between installations. */
export {
  acceptAtStation,
  acceptMyCertificate,
  findCertificateFigures,
  listAcceptances,
  readCertificate,
  verifyCertificate,
} from './accept/index.ts'
export { CERTIFICATE_FAILURES, type CertificateFailure } from './errors.ts'
export {
  type Delivery,
  deliverDue,
  type ExchangeUseCases,
  expireLapsed,
  openExchange,
  receiveEnvelope,
  registerExchangeRoutes,
} from './exchange/index.ts'
export {
  askAtStation,
  askByOffice,
  askForCertificate,
  type CertificateFile,
  findMyCertificates,
  findOwnCertificate,
  issueCertificate,
  listCertificates,
  printOwnCertificate,
  refuseCertificate,
  reprintCertificate,
  revokeCertificate,
} from './issue/index.ts'
export { findIssuedTo, purgeCertificates } from './ledger/index.ts'
export { certificateModule } from './module.ts'
export {
  addPartner,
  isSigned,
  listPartners,
  ownId,
  type PartnerCard,
  readPartnerCard,
  rotateOwnKey,
  type Services,
  type SigningKey,
  showOwnKeys,
  signingKey,
  withdrawPartnerKey,
} from './partner/index.ts'
export { type CertificateUseCases, registerCertificateRoutes } from './routes.ts'
export { CertificateItem } from './schema.ts'
