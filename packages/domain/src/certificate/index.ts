/** Certificates that move a voter from one place to another (选民资格证明, P83 §9). */
export {
  type Certificate,
  type CertificateError,
  certificateText,
  judgeCertificate,
  type PartnerKey,
  type PresentedCertificate,
  qrTextOf,
  readQrText,
} from './certificate.ts'
export {
  type Acceptance,
  answerClaim,
  answerGiveBack,
  type Decline,
  expire,
  GRACE_DAYS,
  issue,
  type Ledger,
  type Message,
  type Recipient,
  receiveMessage,
  refuse,
  refuseArrival,
  restBefore,
  revoke,
} from './handover.ts'
export {
  CERTIFICATE_FATES,
  LEAST_SHOWN,
  mergeProvinces,
  type ProvinceCounts,
} from './province-figures.ts'
