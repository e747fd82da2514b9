/** The codes of nomination and of the count in words, for people. */
import type { NominationCode, NomineeCode, PrimaryCode, SignatureCode, StepCode } from '@mingce/domain/nomination'
import type { Text } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import type { NextVote, TallyCode } from '@mingce/domain/tally'

const t = (zh: string, en: string): Text => ({ zh, en })

export const NOMINEE_WORDS: Readonly<Record<NomineeCode, Text>> = {
  'not-citizen': t('不列入：不是中国公民', 'not listed: not a citizen'),
  'under-age': t('不列入：选举日未满18周岁', 'not listed: under 18 on election day'),
  deprived: t('不列入：被剥夺政治权利', 'not listed: deprived of political rights'),
  suspended: t('不列入：停止行使选举权利', 'not listed: rights suspended'),
  'foreign-money': t('不列入：接受境外资助', 'not listed: funded from abroad'),
  'not-a-voter-here': t('不列入：不是本行政区域的选民', 'not listed: not a voter of this area'),
  withdrew: t('不列入：本人退出', 'not listed: withdrew'),
  died: t('不列入：已去世', 'not listed: died'),
  declined: t('不列入：不接受推荐', 'not listed: declined'),
  silent: t('不列入：未表示是否接受推荐', 'not listed: has not answered whether they consent'),
  'stands-elsewhere': t('不列入：已在其他选区被推荐在先', 'not listed: nominated earlier in another district'),
  listed: t('列入代表候选人名单', 'listed'),
  undecided: t('尚不能确定', 'not decided yet'),
  late: t('不列入：推荐提交已过期限', 'not listed: nominated after the closing'),
  'no-valid-nomination': t('不列入：没有有效的推荐', 'not listed: no valid nomination'),
}

export const NOMINATION_WORDS: Readonly<Record<NominationCode, Text>> = {
  late: t('无效：已过期限', 'not valid: late'),
  valid: t('有效', 'valid'),
  undecided: t('尚不能确定', 'not decided yet'),
  'too-few': t('无效：联名不足十人', 'not valid: fewer than ten voters'),
  'over-number': t('无效：没有仍可推荐的组织', 'not valid: no organisation left that may propose'),
}

export const SIGNATURE_WORDS: Readonly<Record<SignatureCode, Text>> = {
  late: t('已过期限', 'late'),
  withdrawn: t('已撤回', 'withdrawn'),
  'not-on-roll': t('不在选民名单上', 'not on the roll'),
  'other-district': t('其他选区的选民', 'voter of another district'),
  twice: t('重复签名', 'signed twice'),
  'over-number': t('超过可推荐人数', 'over the number of people that may be proposed'),
  undecided: t('待本人选择', 'the signer has to choose'),
}

export const STEP_WORDS: Readonly<Record<StepCode, Text>> = {
  'add-signers': t('可在截止前补足联名', 'signers can be added before the closing'),
  choose: t('请推荐人选定', 'the signer chooses'),
  'ask-consent': t('询问本人是否接受推荐', 'ask whether the nominee consents'),
  'tell-voters': t('向选民通报', 'tell the voters'),
  'leave-committee': t('辞去选举委员会职务', 'leaves the election committee'),
  'keep-one-mandate': t('当选后只能保留一处代表职务', 'keeps one mandate if elected'),
  'choose-district': t('请本人选定一个选区', 'chooses one district'),
  discuss: t('超过最高差额比例：交选民小组讨论、协商', 'too many: voter groups discuss'),
  reopen: t('人数不足：继续推荐', 'too few: reopen nomination'),
  'move-day': t('人数不足：须推迟选举日', 'too few: the election day has to move'),
}

export const PRIMARY_WORDS: Readonly<Record<PrimaryCode, Text>> = {
  'outside-ratio': t('正式代表候选人人数不符合差额比例', 'the number of candidates is outside the ratio'),
  'too-few-took-part': t('预选无效：参加人数不足', 'not valid: too few took part'),
  'border-tie': t('末位票数相等，不能确定', 'equal votes at the border'),
  decided: t('已确定', 'decided'),
}

export const TALLY_WORDS: Readonly<Record<TallyCode, Text>> = {
  'more-ballots-than-issued': t('选举无效：收回的票多于投票人数', 'not valid: more ballots than were issued'),
  'too-few-took-part': t('选举无效：参加投票的选民未过半数', 'not valid: not more than half of the voters took part'),
  tie: t('票数相等，不能确定当选人', 'equal votes that decide'),
  'too-few-elected': t('当选人数少于应选名额', 'fewer elected than seats'),
  elected: t('选足', 'all seats filled'),
}

export const NEXT_WORDS: Readonly<Record<NextVote['kind'], Text>> = {
  tie: t('就票数相等的候选人再次投票', 'vote again among the tied'),
  another: t('另行选举', 'another election'),
  repeat: t('重新选举', 'repeat election'),
  vacant: t('名额暂缺', 'the seat stays vacant'),
}

export const JUDGEMENT_WORDS = {
  valid: t('有效票', 'valid'),
  void: t('废票', 'void'),
  abstention: t('弃权', 'abstention'),
} as const satisfies Record<string, Text>

/** `before`, the words, and the articles in brackets. */
export const line = (before: string, words: Text, article?: string): Text => {
  const cited = article ? spellArticles(article) : undefined
  return t(`${before}${words.zh}${cited ? `（${cited.zh}）` : ''}`, `${before}${words.en}${cited ? ` (${cited.en})` : ''}`)
}

/** The open points on which the output hangs. */
export const openLine = (open: readonly string[]): Text[] =>
  open.length === 0 ? [] : [t(`法律未定、影响结果：${open.join('、')}`, `open in law, and it matters here: ${open.join(', ')}`)]
