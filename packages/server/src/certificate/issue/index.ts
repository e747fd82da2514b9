export { certificatesList } from './service.list.ts'
export { type CertificateFile, printOwnCertificate } from './service.print.ts'
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
