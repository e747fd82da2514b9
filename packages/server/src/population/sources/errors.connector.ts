/** Why a register did not answer: a closed set, told on the console. */
import type { Text } from '@mingce/domain/result'

export type AskFailure =
  | { readonly code: 'busy'; readonly retryAt: Date }
  | {
      readonly code:
        | 'slow'
        | 'unreachable'
        | 'untrusted'
        | 'certificate-refused'
        | 'material'
        | 'refused'
        | 'wrong-answer'
        | 'open'
    }

/** Carries a failure through the circuit breaker, which counts what is thrown; it never leaves the connector. */
export class AskFailed extends Error {
  readonly failure: AskFailure
  constructor(failure: AskFailure) {
    super(failure.code)
    this.failure = failure
  }
}

const t = (zh: string, en: string): Text => ({ zh, en })

/** What the console says of each, and what to do. */
export const ASK_FAILURES: Readonly<Record<AskFailure['code'], { readonly text: Text; readonly next: Text }>> = {
  busy: {
    text: t('对方要求稍后再查询', 'The register asked for a later retry'),
    next: t('按对方给出的时间自动再次查询', 'It is queried again at the time it specified'),
  },
  slow: {
    text: t('没有在时限内答复', 'It did not answer in time'),
    next: t(
      '系统会自动再次查询；长时间如此请联系对方',
      'It is queried again automatically; if this continues, contact the operator of the register',
    ),
  },
  unreachable: {
    text: t('连接不上', 'The register cannot be reached'),
    next: t(
      '核对网址、网络和防火墙；恢复后自动再次查询',
      'Check the address, network and firewall; it is queried again automatically',
    ),
  },
  untrusted: {
    text: t('对方的证书没有通过核验', 'The certificate of the register is not trusted'),
    next: t('核对对方证书的签发机构（--ca）、名称和有效期', 'Check the authority (--ca), name and validity of its certificate'),
  },
  'certificate-refused': {
    text: t('对方不认可本机的证书', 'The register does not accept the certificate of this office'),
    next: t(
      '核对本机证书（--cert、--key）的签发机构和有效期，并请对方登记该证书',
      'Check authority and validity of the certificate (--cert, --key), and ask the operator to register it',
    ),
  },
  material: {
    text: t('读不到证书或密钥文件', 'A certificate or key file cannot be read'),
    next: t('核对文件路径和读取权限', 'Check the file paths and read permissions'),
  },
  refused: {
    text: t('对方拒绝了请求', 'The register refused the request'),
    next: t('与对方核对接口版本和授权', 'Check the interface version and authorisation with the operator'),
  },
  'wrong-answer': {
    text: t('答复不符合接口约定，没有采用', 'The answer does not match the interface and was not used'),
    next: t('请对方按接口文档更正', 'Ask the operator to correct it according to the interface document'),
  },
  open: {
    text: t('接连出错，暂停查询', 'Repeated failures; queries are paused'),
    next: t('稍后自动重试', 'It is retried automatically'),
  },
}

const SLOW = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
])
/** What the other side says of our certificate, as OpenSSL names it. */
const CERTIFICATE_REFUSED =
  /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_|NO_CERTIFICATE|ACCESS_DENIED|DECRYPT_ERROR)/
const TRUST = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_OSSL_|EPROTO)|CERTIFICATE|_CERT/
const FILES = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR'])
const ANSWER = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_RESPONSE', 'HPE_INVALID_CONSTANT'])

/** What an error of the connection comes to. */
export const failureOfError = (error: unknown): AskFailure => {
  if (error instanceof AskFailed) return error.failure
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown }
  if (name === 'TimeoutError' || name === 'AbortError') return { code: 'slow' }
  if (typeof code !== 'string') return { code: 'unreachable' }
  if (SLOW.has(code)) return { code: 'slow' }
  if (FILES.has(code)) return { code: 'material' }
  if (ANSWER.has(code) || code.startsWith('HPE_')) return { code: 'wrong-answer' }
  if (CERTIFICATE_REFUSED.test(code)) return { code: 'certificate-refused' }
  return { code: TRUST.test(code) ? 'untrusted' : 'unreachable' }
}

const DEFAULT_REST_S = 5
const LONGEST_REST_S = 600

/** `Retry-After`: seconds, or a date; where it is neither, a short while. Nobody makes us wait for longer than ten minutes. */
const retryAt = (header: string | string[] | undefined, now: Date): Date => {
  const text = Array.isArray(header) ? (header[0] ?? '') : (header ?? '')
  const asked = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000
  const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, 1), LONGEST_REST_S) : DEFAULT_REST_S
  return new Date(now.getTime() + seconds * 1000)
}

/** A proxy before the register, such as nginx, answers a request with a certificate that it does not accept. */
const SPEAKS_OF_CERTIFICATE = /\bcertificate\b|证书/i

/** What an answer that is not 200 comes to. */
export const failureOfStatus = (
  status: number,
  body: string,
  retryAfter: string | string[] | undefined,
  now: Date,
): AskFailure => {
  if (status === 429 || status === 503) return { code: 'busy', retryAt: retryAt(retryAfter, now) }
  if (status >= 400 && status < 500 && SPEAKS_OF_CERTIFICATE.test(body)) return { code: 'certificate-refused' }
  return { code: 'refused' }
}
