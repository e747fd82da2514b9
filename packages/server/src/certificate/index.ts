/** Certificates that move a voter from one place to another (选民资格证明, P83 §9), within this installation and between installations. */
export {
  acceptAtStation,
  readCertificate,
  verifyCertificate,
} from './accept/index.ts'
export { CERTIFICATE_FAILURES } from './errors.ts'
export {
  type ExchangeUseCases,
  registerExchangeRoutes,
} from './exchange/index.ts'
export {
  askByOffice,
  issueCertificate,
  listCertificates,
  revokeCertificate,
} from './issue/index.ts'

export { certificateModule } from './module.ts'
export {
  addPartner,
  agreeRound,
  confirmReconciled,
  isSigned,
  listPartners,
  readPartnerCard,
  rotateOwnKey,
  showOwnKeys,
  withdrawPartnerKey,
} from './partner/index.ts'
export { type CertificateUseCases, registerCertificateRoutes } from './routes.ts'
export { CertificateItem } from './schema.ts'
export { cosignByPartners } from './witness/index.ts'
