/** How the failures of certificates are told over HTTP. */
import type { Text } from '@mingce/domain/result'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../platform/http/index.ts'
import { ONLINE_FAILURES } from '../registration/index.ts'

const t = (zh: string, en: string): Text => ({ zh, en })
const judged = (zh: string, en: string) => ({ status: 422, text: t(zh, en) }) as const

export const CERTIFICATE_FAILURES = {
  ...ONLINE_FAILURES,
  'request.too-many': HTTP_FAILURES['request.too-many'],
  'number.several': HTTP_FAILURES['number.several'],
  'certificate.unknown': {
    status: 404,
    text: t('没有这份资格证明，或不在您的工作区域内', 'This certificate does not exist, or is not in your area'),
    next: t('刷新列表', 'Reload the list'),
  },
  'certificate.state': {
    status: 409,
    text: t('这份资格证明的状态已经变化，未作更改', 'The status of this certificate has changed; nothing was updated'),
    next: t('刷新后查看', 'Reload and check'),
  },
  'certificate.not-registered': {
    status: 409,
    text: t(
      '此人现在不在本次选举的名册上，不能开具资格证明',
      'This person is not on the roll of this election, so no certificate can be issued',
    ),
    next: t(
      '先在户口所在地登记；待审核的先审核',
      'Register the person first; a registration that needs review must be decided first',
    ),
  },
  'certificate.no-number': {
    status: 409,
    text: t(
      '此人以其他证件登记，没有公民身份号码，不能电子转移',
      'This person registered with another document and has no ID number',
    ),
    next: t('由两地选举委员会用公函办理', 'The two election committees must arrange this by official letter'),
  },
  'certificate.unprintable': {
    status: 409,
    text: t('没有字体可以印出证明上的字', 'No installed font can print a character of this certificate'),
    next: t('在 MINGCE_FONTS 中加入有这个字的字体', 'Add a font that contains it to MINGCE_FONTS'),
  },
  'certificate.validity': {
    status: 422,
    text: t('有效期须在今天与选举日前一天之间', 'The certificate must expire between today and the day before election day'),
    next: t('选择另一天', 'Choose another day'),
  },
  'certificate.frozen': {
    status: 409,
    text: t('投票已经开始，资格证明不再开具和接收', 'Polling has started: certificates are no longer issued or accepted'),
    next: t('选民在现在所在的名册上参加投票，或委托他人投票', 'Voters vote where they are on the roll, in person or by proxy'),
  },
  'exchange.restored': {
    status: 503,
    text: t(
      '本系统恢复备份后，还没有与全部交换对方核对完毕，暂不开具、接收和转出资格证明',
      'This system was restored from a backup and has not heard from all partners yet; certificates are not issued, accepted or released',
    ),
    next: t(
      '系统会自动询问对方；由管理员查看 mingce partner list，联系未答复的对方',
      'The partners are asked automatically; the administrator sees “mingce partner list” and calls those that have not answered',
    ),
  },
  'certificate.used': {
    status: 409,
    text: t('这份资格证明已经用过', 'This certificate has already been used'),
    next: t('请选民向已接收的选区查询登记', 'The voter should ask the district that accepted it'),
  },
  'certificate.already-here': {
    status: 409,
    text: t('选民已在本地名册上，不需要这份证明', 'The voter is already on the roll here and needs no certificate'),
    next: t('在“我的登记”或登记列表中查看', 'See “My registration” or the list of registrations'),
  },
  'certificate.stands-elsewhere': {
    status: 409,
    text: t(
      '选民在本系统的另一选区已有登记，不是这份证明的原选区',
      'The voter is registered in another electoral district of this system, which did not issue this certificate',
    ),
    next: t('请选民向现登记的选区申请证明', 'The voter should apply to the district where they are registered'),
  },
  'certificate.not-eligible': {
    status: 409,
    text: t('按登记规则不能在此登记，证明未使用', 'The rules do not let this person register here; the certificate was not used'),
    next: t('选民仍在原选区的名册上', 'The voter is still on the roll of the original district'),
  },
  'certificate.unreadable': judged(
    '这不是资格证明的编码，或不完整',
    'This is not the code of a voter certificate, or it is incomplete',
  ),
  'certificate.forged': judged('签名不符，不予接收', 'The signature is invalid; do not accept the certificate'),
  'certificate.key-unknown': judged('没有原选区的有效密钥', 'No valid key of the original district is known'),
  'certificate.expired': judged('证明已过有效期', 'The certificate is no longer valid'),
  'certificate.early': judged('证明的开具日在今天之后', 'The certificate is dated after today'),
  'certificate.round': judged('证明不是本届的', 'The certificate is for another round'),
  'certificate.person': judged('证明不是开具给这位选民的', 'The certificate was issued to another person'),
  'partner.unreadable': {
    status: 422,
    text: t('对方的密钥文件无法读取', 'The key file of the partner cannot be read'),
    next: t('请对方用 mingce partner key show --json 导出', 'Ask the partner to export it with mingce partner key show --json'),
  },
  'partner.self': { status: 422, text: t('这是本系统自己的密钥', 'These are the keys of this system itself') },
  'partner.url': {
    status: 422,
    text: t('地址须为 https', 'The address must be https'),
    next: t('http 只可用于本机试验', 'http may be used only for trials on one machine'),
  },
  'partner.key-shared': {
    status: 409,
    text: t(
      '这把密钥已经属于另一个系统或机关，两方不能共用一把密钥',
      'This key already belongs to another system or authority; no two share a key',
    ),
    next: t('请对方核对并更换密钥', 'Ask the partner to check it and to rotate the key'),
  },
  'partner.key-unconfirmed': {
    status: 409,
    text: t(
      '新密钥没有用对方已登记的密钥签名，不予登记',
      'The new key is not signed by a key of this partner that is known, so it was not added',
    ),
    next: t(
      '请对方用 mingce partner key rotate 更换后重新导出；旧密钥已丢失的，由两人分别向对方核实，用 --confirmed-by 写明两人姓名',
      'Ask the partner to rotate with “mingce partner key rotate” and export again; if its old key is lost, two people confirm the key with the partner and are named with --confirmed-by',
    ),
  },
  'partner.unknown': {
    status: 404,
    text: t('没有登记这个交换对方', 'This partner is not registered'),
    next: t('先用 mingce partner add 登记', 'Register it with “mingce partner add” first'),
  },
  'partner.round': {
    status: 422,
    text: t('届次名称应以年份开头，如 2026', 'The name of a round begins with its year, like 2026'),
  },
  'partner.two-people': {
    status: 422,
    text: t('须写明两个人的姓名和理由', 'Two people and a reason must be named'),
    next: t('用两次 --confirmed-by 和 --reason', 'Give --confirmed-by twice, and --reason'),
  },
  'partner.key-unknown': {
    status: 404,
    text: t('没有这把密钥，或已作废', 'This key does not exist, or has already been withdrawn'),
  },
  'exchange.stale': {
    status: 409,
    text: t(
      '报文是在一方恢复备份以前形成的，不予答复',
      'The message was made before one of the two systems was restored from a backup; it is not answered',
    ),
    next: t('对方会自动重新发送', 'The partner sends it again by itself'),
  },
  'exchange.refused': {
    status: 403,
    text: t('报文不是已登记的对方用有效密钥签名的', 'The message is not signed by a known partner with a valid key'),
    next: t('双方核对 mingce partner list', 'Compare the output of mingce partner list on both sides'),
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
