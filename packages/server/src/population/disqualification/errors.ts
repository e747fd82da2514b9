/** How the failures of the feed's use cases are told over HTTP and on the command line. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

const t = (zh: string, en: string) => ({ zh, en })

export const FEED_FAILURES = {
  ...ELECTION_FAILURES,
  'request.too-many': HTTP_FAILURES['request.too-many'],
  'number.several': HTTP_FAILURES['number.several'],
  'feed.malformed': {
    status: 422,
    text: t('签名文件不是约定的格式', 'The signature file does not have the agreed format'),
    next: t(
      '按 docs/registers/disqualification-feed.md 重新生成签名',
      'Create the signature again as described in docs/registers/disqualification-feed.md',
    ),
  },
  'feed.unknown-key': {
    status: 401,
    text: t('没有登记这个机关的这把公钥', 'This key of the authority is not registered'),
    next: t(
      '请市级选举工作机构先登记机关和公钥（mingce feed authority）',
      'Ask the city election office to add the authority and its key first',
    ),
  },
  'feed.signature': {
    status: 401,
    text: t('签名不对，内容未接收', 'The signature is wrong; nothing was accepted'),
    next: t(
      '用登记的私钥重新签名；如不是本机关发出，请立即通知市级选举工作机构',
      'Sign again with the registered key. If the message did not come from you, inform the city election office at once',
    ),
  },
  'feed.key-ended': {
    status: 401,
    text: t('公钥已停用或未到启用时间，内容未接收', 'The key has expired or is not valid yet; nothing was accepted'),
    next: t('改用现行的密钥重新签名', 'Sign again with the current key'),
  },
  'feed.clock': {
    status: 422,
    text: t('签发时间在将来', 'The message was issued in the future'),
    next: t('校准发出方的时钟后重新签名', 'Correct the clock of the sender and sign again'),
  },
  'feed.digest': {
    status: 422,
    text: t(
      '内容与签名不符（摘要或条数），未接收',
      'The content does not match the signature (digest or count); nothing was accepted',
    ),
    next: t('重新传送原文件', 'Send the original file again'),
  },
  'feed.replayed': {
    status: 409,
    text: t(
      '这个序号已经用过，内容不同，未接收',
      'This sequence number was already used for a different message; nothing was accepted',
    ),
    next: t('核对已收到的最后序号，用下一个序号重新签名', 'Check the last sequence number received and sign with the next one'),
  },
  'feed.early': {
    status: 409,
    text: t('前面还缺一份报文，未接收', 'An earlier message is missing; nothing was accepted'),
    next: t('先补送缺少的序号', 'Send the missing message first'),
  },
  'authority.unknown': {
    status: 404,
    text: t('没有登记这个机关，或不在您的工作区域内', 'This authority is not registered, or is not in your area'),
  },
  'authority.taken': {
    status: 409,
    text: t('这个编号或这把公钥已经登记', 'This id or key is already registered'),
    next: t('换公钥请用 mingce feed authority rotate', 'To replace a key, use mingce feed authority rotate'),
  },
  'authority.unconfirmed': {
    status: 409,
    text: t(
      '新公钥没有用该机关现用的密钥签名，没有更换',
      'The new key is not signed with a valid key of this authority; nothing was changed',
    ),
    next: t(
      '请机关用现用密钥执行 mingce feed sign 为新公钥文件签名，更换时加 --signature；现用密钥已丢失的，由两人分别向机关核实，用 --confirmed-by 写明两人姓名',
      'The authority signs the file of the new key with its valid one (mingce feed sign), given with --signature; if that key is lost, two people confirm the new one with the authority and are named with --confirmed-by',
    ),
  },
  'authority.invalid': { status: 422, text: t('机关的登记内容有误', 'The details of the authority are invalid') },
  'disqualification.number': {
    status: 422,
    text: t('公民身份号码不对', 'The ID number is invalid'),
    next: t('核对后重新输入', 'Check it and enter it again'),
  },
  'disqualification.registration': {
    status: 404,
    text: t('没有这条登记，或不在您的工作区域内', 'This registration does not exist, or is not in your area'),
  },
} as const satisfies FailureTable

export type FeedFailure = keyof typeof FEED_FAILURES
export const feedFailures = failuresOf<FeedFailure>(FEED_FAILURES)
