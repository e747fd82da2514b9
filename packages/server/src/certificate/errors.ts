/** How the failures of certificates are told over HTTP. */
import type { Text } from '@mingce/domain/result'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../platform/http/index.ts'
import { ONLINE_FAILURES } from '../registration/index.ts'

const t = (zh: string, en: string): Text => ({ zh, en })
const judged = (zh: string, en: string) => ({ status: 422, text: t(zh, en) }) as const

export const CERTIFICATE_FAILURES = {
  ...ONLINE_FAILURES,
  'request.too-many': HTTP_FAILURES['request.too-many'],
  'certificate.unknown': {
    status: 404,
    text: t('没有这份资格证明，或不在您的工作区域内', 'No such certificate, or it is not in your area'),
    next: t('刷新列表', 'Load the list again'),
  },
  'certificate.state': {
    status: 409,
    text: t('这份资格证明的状态已经变化，未作更改', 'The certificate is in another state by now; nothing was changed'),
    next: t('刷新后查看', 'Load it again'),
  },
  'certificate.not-registered': {
    status: 409,
    text: t(
      '此人现在不在本次选举的名册上，不能开具资格证明',
      'This person is not on the roll of this election now, so no certificate can be given',
    ),
    next: t('先在户籍地登记；待核的先核实', 'Register first; a registration under review is decided first'),
  },
  'certificate.no-number': {
    status: 409,
    text: t(
      '此人以其他证件登记，没有公民身份号码，不能电子转移',
      'This person registered with another document and has no ID number',
    ),
    next: t('由两地选举办公室用公函办理', 'Both offices settle it by letter'),
  },
  'certificate.unprintable': {
    status: 409,
    text: t('没有字体能打印证明上的字', 'No font prints a character of this certificate'),
    next: t('在 MINGCE_FONTS 中加入有这个字的字体', 'Add a font that has it to MINGCE_FONTS'),
  },
  'certificate.validity': {
    status: 422,
    text: t('有效期须在今天与选举日之间', 'The last day of validity lies between today and polling day'),
    next: t('选择另一天', 'Choose another day'),
  },
  'certificate.used': {
    status: 409,
    text: t('这份资格证明已经用过', 'This certificate was used already'),
    next: t('请选民到已接收的地方查询登记', 'The voter asks the place that took it'),
  },
  'certificate.already-here': {
    status: 409,
    text: t('选民已在本地名册上，不需要这份证明', 'The voter is on the roll here already and needs no certificate'),
    next: t('在“我的登记”或登记列表中查看', 'See the registration'),
  },
  'certificate.stands-elsewhere': {
    status: 409,
    text: t(
      '选民在本系统的另一处已有登记，不是这份证明的签发地',
      'The voter stands at another place of this installation, which did not give this certificate',
    ),
    next: t('请选民向现登记地申请证明', 'The voter asks the place where they stand for one'),
  },
  'certificate.not-eligible': {
    status: 409,
    text: t('按登记规则不能在此登记，证明未使用', 'The rules do not let this person register here; the certificate was not used'),
    next: t('选民仍在签发地的名册上', 'The voter is still on the roll of the place of origin'),
  },
  'certificate.unreadable': judged('这不是资格证明的编码，或不完整', 'This is no code of a certificate, or it is not complete'),
  'certificate.forged': judged('签名不符，不予接收', 'The signature does not fit'),
  'certificate.key-unknown': judged('没有签发地的有效密钥', 'No valid key of the issuer is known'),
  'certificate.expired': judged('证明已过有效期', 'The certificate is no longer valid'),
  'certificate.early': judged('证明的签发日在今天之后', 'The certificate is dated after today'),
  'certificate.round': judged('证明不是本届的', 'The certificate is for another round'),
  'certificate.person': judged('证明不是签发给这位选民的', 'The certificate is another person’s'),
  'partner.unreadable': {
    status: 422,
    text: t('伙伴文件读不出来', 'The partner’s file cannot be read'),
    next: t('请对方用 mingce partner key show --json 导出', 'They make it with mingce partner key show --json'),
  },
  'partner.self': { status: 422, text: t('这是本系统自己的密钥', 'These are the keys of this installation itself') },
  'partner.url': {
    status: 422,
    text: t('地址须为 https', 'The address has to be https'),
    next: t('http 只可用于本机试验', 'Plain http serves trials on one machine only'),
  },
  'partner.key-unknown': { status: 404, text: t('没有这把密钥，或已作废', 'No such key, or it was withdrawn already') },
  'exchange.refused': {
    status: 403,
    text: t('报文不是登记的伙伴用有效密钥签名的', 'The message is not signed by a known partner with a valid key'),
    next: t('双方核对 mingce partner list', 'Both sides compare mingce partner list'),
  },
} as const satisfies FailureTable

export type CertificateFailure = keyof typeof CERTIFICATE_FAILURES
export const certificateFailures = failuresOf<CertificateFailure>(CERTIFICATE_FAILURES)

export interface CertificateRefusal {
  readonly code: CertificateFailure
  readonly field?: string
  readonly text?: Text
  readonly next?: Text
}
