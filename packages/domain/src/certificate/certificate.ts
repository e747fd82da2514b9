/**
 * The certificate that moves a voter from one place to another (选民资格证明, P83 §9): what it says, the text that is signed and stands in its
 * QR, and whether it may be taken. Verified offline: whoever holds the issuer's public key needs nothing else.
 */
import { fail, ok, type Result, type Text } from '../result/index.ts'
import { isDate } from '../standards/index.ts'

/** What a certificate says. No ID number: `person` is a slow salted digest that only who knows the number can check. */
export interface Certificate {
  /** UUID. */
  readonly id: string
  /** The installation that issued it, by its id in the registry of partners. */
  readonly issuer: string
  readonly round: string
  readonly name: string
  /** Hex, 32 digits. */
  readonly salt: string
  /** Of number, name and salt; hex, 64 digits. The caller makes it (docs/security.md says how and why it is slow). */
  readonly person: string
  /** Where the voter comes from. */
  readonly from: { readonly code: string; readonly name: string }
  /** 'YYYY-MM-DD'. */
  readonly issuedOn: string
  /** Last day on which it may be taken. */
  readonly validUntil: string
}

/** Version of the text below; another one is refused, and not guessed at. */
const FORMAT = 'MC1'
const BASE64URL = /^[A-Za-z0-9_-]+$/

/** The line that is signed: a JSON array, so that two certificates never make the same line and any tool can rebuild it. */
export const certificateText = (certificate: Certificate): string =>
  JSON.stringify([
    FORMAT,
    certificate.id,
    certificate.issuer,
    certificate.round,
    certificate.name,
    certificate.salt,
    certificate.person,
    certificate.from.code,
    certificate.from.name,
    certificate.issuedOn,
    certificate.validUntil,
  ])

export type CertificateError =
  | { readonly code: 'certificate.unreadable'; readonly text: Text; readonly next: Text }
  | { readonly code: 'certificate.forged' | 'certificate.key-unknown'; readonly text: Text; readonly next: Text }
  | {
      readonly code: 'certificate.expired' | 'certificate.early' | 'certificate.round' | 'certificate.person'
      readonly text: Text
      readonly next: Text
    }

const t = (zh: string, en: string): Text => ({ zh, en })

const unreadable = fail({
  code: 'certificate.unreadable',
  text: t(
    '这不是一份选民资格证明的编码，或者内容不完整',
    'This is not the code of a voter certificate, or part of it is missing',
  ),
  next: t('请重新扫描，或逐字核对输入的编码', 'Scan it again, or compare the code you typed character by character'),
} as const)

/** What a QR holds, taken apart: the signed line, who signed it with which key, and the signature. Nothing is believed yet. */
export interface PresentedCertificate {
  readonly certificate: Certificate
  readonly line: string
  readonly keyId: string
  /** base64url */
  readonly signature: string
}

/** The text of a QR: `MC1.<line>.<key>.<signature>`, each part base64url; `encode` gives base64url of UTF-8. */
export const qrTextOf = (line: string, keyId: string, signature: string, encode: (text: string) => string): string =>
  [FORMAT, encode(line), keyId, signature].join('.')

const isText = (value: unknown): value is string => typeof value === 'string'

/** Takes the text of a QR apart. Spaces and line breaks of typing are overlooked. `decode` throws on what is no base64url of UTF-8. */
export const readQrText = (text: string, decode: (part: string) => string): Result<PresentedCertificate, CertificateError> => {
  const [format, body = '', keyId = '', signature = '', ...more] = text.replace(/\s+/g, '').split('.')
  if (format !== FORMAT || more.length > 0 || ![body, keyId, signature].every(part => BASE64URL.test(part))) return unreadable
  try {
    const line = decode(body)
    const fields: unknown = JSON.parse(line)
    if (!Array.isArray(fields) || fields.length !== 11 || !fields.every(isText) || fields[0] !== FORMAT) return unreadable
    const [
      ,
      id = '',
      issuer = '',
      round = '',
      name = '',
      salt = '',
      person = '',
      code = '',
      areaName = '',
      issuedOn = '',
      validUntil = '',
    ] = fields
    const certificate = { id, issuer, round, name, salt, person, from: { code, name: areaName }, issuedOn, validUntil }
    if (!isDate(issuedOn) || !isDate(validUntil) || certificateText(certificate) !== line) return unreadable
    return ok({ certificate, line, keyId, signature })
  } catch {
    return unreadable
  }
}

/** A public key of an installation, and when it signs. */
export interface PartnerKey {
  readonly keyId: string
  readonly installation: string
  readonly algorithm: 'ed25519' | 'sm2'
  /** PEM or hex, as the algorithm has it. */
  readonly publicKey: string
  /** 'YYYY-MM-DD'; what it signed stays good after `until`, for the round. */
  readonly from: string
  readonly until: string | null
  /** From that day on nothing it signed is believed: the key was lost. */
  readonly withdrawnOn: string | null
}

/** The key that a certificate names, if it may have signed it on the day it says. A withdrawn key vouches for nothing. */
const keyFor = (
  keys: readonly PartnerKey[],
  { keyId, certificate }: Pick<PresentedCertificate, 'keyId' | 'certificate'>,
): PartnerKey | undefined =>
  keys.find(
    key =>
      key.keyId === keyId &&
      key.installation === certificate.issuer &&
      key.withdrawnOn === null &&
      key.from <= certificate.issuedOn &&
      (key.until === null || certificate.issuedOn <= key.until),
  )

/**
 * May this certificate be taken here, today? Offline: `keys` is the registry of partners as this installation has it, `verify` checks a
 * signature, `person` is the digest of the number and name that the voter shows with the certificate's salt.
 */
export const judgeCertificate = (
  presented: PresentedCertificate,
  about: {
    readonly keys: readonly PartnerKey[]
    readonly verify: (line: string, signature: string, key: PartnerKey) => boolean
    /** Names of the round: this installation's own first, then those that the issuer and it agreed to be the same renewal. */
    readonly rounds: readonly string[]
    readonly today: string
    /** Null where only the paper is checked, and not yet the person. */
    readonly person: string | null
  },
): Result<Certificate, CertificateError> => {
  const { certificate } = presented
  const key = keyFor(about.keys, presented)
  if (!key)
    return fail({
      code: 'certificate.key-unknown',
      text: t(
        `没有原选区“${certificate.from.name}”（${certificate.issuer}）在${certificate.issuedOn}有效的密钥`,
        `No key of the original district “${certificate.from.name}” (${certificate.issuer}) is known that was valid on ${certificate.issuedOn}`,
      ),
      next: t(
        '请联系区县选举委员会登记原选区的密钥，再次核验',
        'Ask the district election committee to register the key of the original district, then verify again',
      ),
    })
  if (!about.verify(presented.line, presented.signature, key))
    return fail({
      code: 'certificate.forged',
      text: t(
        '签名不符：证明的内容被改动，或不是该选区开具的',
        'The signature is invalid: the certificate was changed, or was not issued by that district',
      ),
      next: t(
        '不予接收；请选民向原选区重新申请，并告知区县选举委员会',
        'Do not accept it. Ask the voter to apply to the original district again, and inform the district election committee',
      ),
    })
  if (!about.rounds.includes(certificate.round))
    return fail({
      code: 'certificate.round',
      text: t(
        `这份证明用于${certificate.round}届，不是${about.rounds[0]}届`,
        `This certificate is for round ${certificate.round}, not ${about.rounds[0]}`,
      ),
      next: t(
        '请选民向原选区申请本届的证明；两地是同一次换届而届次名称不同的，由管理员用 mingce partner round 约定',
        'Ask the voter to apply to the original district for a certificate of this round. If both places mean the same renewal, the administrator agrees the rounds with “mingce partner round”',
      ),
    })
  if (about.today > certificate.validUntil)
    return fail({
      code: 'certificate.expired',
      text: t(
        `证明的有效期到${certificate.validUntil}为止，今天${about.today}`,
        `The certificate was valid until ${certificate.validUntil}; today is ${about.today}`,
      ),
      next: t(
        '选民仍在原选区的名册上，可在那里投票或委托投票',
        'The voter is still on the roll of the original district and can vote there, in person or by proxy',
      ),
    })
  if (about.today < certificate.issuedOn)
    return fail({
      code: 'certificate.early',
      text: t(
        `证明的开具日${certificate.issuedOn}在今天${about.today}之后`,
        `The certificate is dated ${certificate.issuedOn}, after today ${about.today}`,
      ),
      next: t('请核对本机的日期，再次核验', 'Check the date of this machine, then verify again'),
    })
  if (about.person !== null && about.person !== certificate.person)
    return fail({
      code: 'certificate.person',
      text: t(
        '证明不是开具给这位选民的：姓名或公民身份号码不符',
        'The certificate was not issued to this voter: the name or the ID number differs',
      ),
      next: t(
        '请核对身份证；仍不符的不予接收',
        'Compare it with the ID card; if it still differs, do not accept the certificate',
      ),
    })
  return ok(certificate)
}
