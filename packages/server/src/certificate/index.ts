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
  addPartner,
  type Delivery,
  deliverDue,
  type ExchangeUseCases,
  expireLapsed,
  isSigned,
  listPartners,
  openExchange,
  ownId,
  type PartnerCard,
  readPartnerCard,
  receiveEnvelope,
  registerExchangeRoutes,
  rotateOwnKey,
  type Services,
  type SigningKey,
  showOwnKeys,
  signingKey,
  withdrawPartnerKey,
} from './exchange/index.ts'
export {
  askAtStation,
  askByOffice,
  askForCertificate,
  type CertificateFile,
  findIssuedTo,
  findMyCertificates,
  findOwnCertificate,
  issueCertificate,
  listCertificates,
  printOwnCertificate,
  purgeCertificates,
  refuseCertificate,
  reprintCertificate,
  revokeCertificate,
} from './issue/index.ts'
export { type CertificateUseCases, registerCertificateRoutes } from './routes.ts'
export { CertificateItem } from './schema.ts'
