/** Expected failures of objections, with their HTTP status and texts. */
import type { ObjectionFault } from '@mingce/domain/roll'
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureResponse, type FailureTable, failuresOf } from '../../platform/http/index.ts'

const t = (zh: string, en: string) => ({ zh, en })

const FAULTS: Readonly<Record<ObjectionFault, FailureResponse>> = {
  'objection.not-published': {
    status: 409,
    text: t('选民名单还没有公布，不能提出申诉', 'The voter list has not been published yet, so no objection can be filed'),
    next: t('现在可直接办理或更正选民登记', 'You can register, or have a registration corrected, now'),
  },
  'objection.polling-over': {
    status: 409,
    text: t(
      '选举日已过，不能再对本次选民名单提出申诉',
      'Election day has passed; objections to this list can no longer be filed',
    ),
    next: t(
      '登记有误的，请在下次选举前更正（选举法第二十七条）',
      'A wrong registration can be corrected before the next election (Electoral Law, Art. 27)',
    ),
  },
  'objection.other-state': {
    status: 409,
    text: t('申诉的办理情况已经变化，这一步没有办理', 'The objection has changed; this step was not carried out'),
    next: t('刷新后重新查看', 'Reload and check'),
  },
  'objection.backwards': {
    status: 422,
    text: t('日期早于上一步，没有保存', 'The date is earlier than the previous step; nothing was saved'),
    next: t('更正日期', 'Correct the date'),
  },
  'objection.suit-late': {
    status: 409,
    text: t(
      '起诉应在选举日的五日以前（选举法第二十九条、民事诉讼法第一百八十八条），这一日期已过',
      'A lawsuit must be filed at least five days before election day (Electoral Law, Art. 29; Civil Procedure Law, Art. 188); this date is later',
    ),
    next: t('核对法院收案日期', 'Check the date on which the court received the case'),
  },
  'objection.suit-open': {
    status: 409,
    text: t('起诉期限未过，不能办结', 'The deadline for a lawsuit has not passed; the objection cannot be closed'),
    next: t('期限过后再办结', 'Close it after the deadline'),
  },
  'objection.judgment-late': {
    status: 422,
    text: t(
      '判决应在选举日以前作出（选举法第二十九条）',
      'The judgment must be given before election day (Electoral Law, Art. 29)',
    ),
    next: t('核对判决日期', 'Check the date of the judgment'),
  },
}

export const OBJECTION_FAILURES = {
  ...ELECTION_FAILURES,
  ...FAULTS,
  'objection.unknown': {
    status: 404,
    text: t('没有这件申诉，或不在您的工作区域内', 'This objection does not exist, or is not in your area'),
    next: t('刷新申诉列表', 'Reload the list'),
  },
  'objection.too-many': {
    status: 409,
    text: t('您有多件申诉正在办理', 'Several of your objections are still open'),
    next: t('请等已提出的申诉有了决定再提出，或到登记站说明', 'Wait for the decisions, or go to a registration station'),
  },
  'objection.named-missing': {
    status: 422,
    text: t('请写明名单上的姓名', 'Enter the name as it appears on the list'),
    next: t('照公布的名单填写', 'Copy it from the published list'),
  },
  'objection.number': {
    status: 422,
    text: t('身份证号有误', 'The ID number is invalid'),
    next: t('对照身份证重新输入；没有身份证号的可以不填', 'Enter it again from the ID card; leave it empty if there is none'),
  },
  'objection.entry-needed': {
    status: 422,
    text: t('请先选定申诉所指的是哪一条登记', 'Choose the registration that the objection concerns'),
    next: t(
      '从列出的登记中选定；都不是的，先在登记站补办登记，再作决定',
      'Choose one from the list; if none applies, register the person at a registration station first, then decide',
    ),
  },
  'objection.article': {
    status: 422,
    text: t('引用的条款不适用于本次选举', 'The cited articles do not apply to this election'),
    next: t('引用国家法律或者本次选举规则集的条款', 'Cite national laws or the election’s own rule set'),
  },
  'objection.placeless': {
    status: 409,
    text: t('这条登记没有选区，不能列入名单', 'This registration is in no electoral district and cannot be listed'),
    next: t('先在待审核登记中核准并选择社区，再作决定', 'Approve it under “Needs review” with its community first, then decide'),
  },
  'objection.correction-needed': {
    status: 422,
    text: t('请写明更正为什么', 'Enter the correction'),
    next: t('填写正确的姓名、性别或选民小组', 'Enter the correct name, sex or voter group'),
  },
  'objection.claimed': {
    status: 409,
    text: t(
      '此人已在别处登记，不能同时列入（选举法第五条）',
      'The person is registered elsewhere and cannot be listed twice (Electoral Law, Art. 5)',
    ),
    next: t('先审核待审核登记中的重登，再作决定', 'Decide the duplicate registration under “Needs review” first'),
  },
  'objection.unchanged': {
    status: 409,
    text: t('登记已经是这样，没有可改之处', 'The registration already has these details; there is nothing to change'),
    next: t('核对后决定是否驳回', 'Check whether the objection should be dismissed'),
  },
  'objection.changed-since': {
    status: 409,
    text: t('这条登记在决定之后又有变化，不能撤回决定', 'The registration has changed since; the decision cannot be withdrawn'),
    next: t('核对登记的办理记录', 'Check the history of the registration'),
  },
} as const satisfies FailureTable

export type ObjectionFailure = keyof typeof OBJECTION_FAILURES
export const objectionFailures = failuresOf<ObjectionFailure>(OBJECTION_FAILURES)
