/** Certificates that move a voter from one place to another (选民资格证明, P83 §9). */
export {
  type Certificate,
  type CertificateError,
  certificateText,
  judgeCertificate,
  type PartnerKey,
  type Presented,
  qrTextOf,
  readQrText,
} from './certificate.ts'
export {
  type Acceptance,
  answerClaim,
  type Decline,
  expire,
  GRACE_DAYS,
  hear,
  issue,
  type Ledger,
  type Message,
  refuse,
  restBefore,
  revoke,
  type Taker,
} from './handover.ts'
