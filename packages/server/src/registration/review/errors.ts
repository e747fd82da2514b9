/** Expected failures of the review queue. */
import type { z } from 'zod'
import { OTHER_OFFICER_FAILURES } from '../../access/index.ts'
import { ELECTION_FAILURES } from '../../election/index.ts'
import {
  type Failed,
  type Failure,
  type FailureResponse,
  type FailureTable,
  failuresOf,
  HTTP_FAILURES,
} from '../../platform/http/index.ts'

export const REVIEW_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
  'proposal.none': {
    status: 409,
    text: { zh: '这一行的号码剩下的位数不够，无法找出是谁', en: 'Too few digits of this number are left to find the person' },
    next: { zh: '对照身份证录入完整号码', en: 'Enter the whole number from the ID card' },
  },
  'proposal.other': {
    status: 422,
    text: {
      zh: '身份证上的号码与找到的人不符，没有登记',
      en: 'The number on the card is not that of the person found; nobody was registered',
    },
    next: {
      zh: '核对身份证；不是同一人的，到登记站办理',
      en: 'Check the card; if it is another person, register them at a station',
    },
  },
  'proposal.not-registered': {
    status: 409,
    text: { zh: '现在不能登记这个人', en: 'This person cannot be registered now' },
    next: { zh: '核对登记期限和社区，或到登记站办理', en: 'Check the period and the community, or register at a station' },
  },
  'case.stale': {
    status: 409,
    text: { zh: '这条登记的情况已经变化，您的决定没有保存', en: 'This registration has changed; your decision was not saved' },
    next: { zh: '刷新后重新查看再决定', en: 'Reload it, check it and decide again' },
  },
  'case.mixed': {
    status: 409,
    text: {
      zh: '这条登记还有别的发现，或已没有这项发现，没有一并决定',
      en: 'Something else is open of this registration, or this finding no longer is; it was not decided with the others',
    },
    next: { zh: '单独打开查看后决定', en: 'Open it alone, check it and decide' },
  },
  'case.held': {
    status: 409,
    text: {
      zh: '此人持外地选民资格证明来此，原选区尚未确认转出，现在不能决定',
      en: 'This person came with a voter certificate from elsewhere, and the original district has not confirmed yet',
    },
    next: { zh: '在“资格证明”中查看，确认后再办理', en: 'See “Certificates”; decide once the original district has confirmed' },
  },
  'case.elsewhere': {
    status: 409,
    text: {
      zh: '此人已凭选民资格证明转到外地登记，须持该地开具的证明才能在此登记',
      en: 'This person moved elsewhere with a voter certificate and can register here only with a certificate from there',
    },
    next: {
      zh: '请本人向登记地申请选民资格证明（直接选举若干规定第九条）',
      en: 'Ask the person to apply for a voter certificate where they are registered (Provisions on Direct Election, Art. 9)',
    },
  },
  'case.arrived': {
    status: 409,
    text: {
      zh: '此人凭选民资格证明转入，决定已记入证明的台账，不能撤销',
      en: 'This person came with a voter certificate, and the decision is in its ledger: it cannot be undone',
    },
    next: {
      zh: '需要更正的，请本人凭证明重新办理，或与原选区联系',
      en: 'To change it, the person shows a certificate again, or the two offices agree',
    },
  },
  'case.certificate': {
    status: 409,
    text: {
      zh: '此人的选民资格证明已经失效（用过、撤销或过期），没有核准，登记不变',
      en: 'The voter certificate of this person is no longer valid (used, revoked or expired); nothing was approved',
    },
    next: { zh: '请本人向原选区重新申请证明', en: 'Ask the person to apply to the original district again' },
  },
  'case.frozen': {
    status: 409,
    text: {
      zh: '投票已经开始，不能再凭资格证明转入；此人仍在原选区的名册上',
      en: 'Polling has started, and nobody can move by certificate any more; the person is on the roll of the original district',
    },
    next: { zh: '请本人在原选区投票或委托投票', en: 'The person votes in the original district, in person or by proxy' },
  },
  'case.restored': {
    status: 503,
    text: {
      zh: '本系统恢复备份后，还没有与全部交换对方核对完毕，暂不能办理资格证明转入',
      en: 'This system was restored from a backup and has not heard from all partners yet; arrivals by certificate wait',
    },
    next: {
      zh: '由管理员查看 mingce partner list，联系未答复的对方',
      en: 'The administrator sees “mingce partner list” and calls the partners that have not answered',
    },
  },
  'case.name-needed': {
    status: 422,
    text: {
      zh: '姓名为空或含有无法显示的字，不能核准',
      en: 'The name is empty or contains a character that cannot be displayed, so the registration cannot be approved',
    },
    next: { zh: '对照身份证填写正确的姓名后核准', en: 'Enter the name from the ID card, then approve' },
  },
  'case.place-needed': {
    status: 422,
    text: {
      zh: '这条登记没有选区，不能核准；系统不代为选择',
      en: 'This registration is in no electoral district; the system does not choose one',
    },
    next: {
      zh: '选择社区后核准；页面已填入人口信息中的社区，请核对',
      en: 'Choose the community, then approve; the page shows the one of the population register, please check it',
    },
  },
  'case.part-needed': {
    status: 422,
    text: {
      zh: '这个社区（村）划分到几个选区，要先确定本人在哪个小组（楼院）',
      en: 'This community is divided among several electoral districts: the part where the person lives has to be established first',
    },
    next: {
      zh: '向本人或社区（村）问清所在的村民小组、居民小组或楼院，选定后核准',
      en: 'Ask the person or the community for the villagers’ or residents’ group or the building, choose it, then approve',
    },
  },
  'case.place-unknown': {
    status: 422,
    text: { zh: '所选社区不在本次选举的选区内', en: 'The chosen community is in no electoral district of this election' },
    next: { zh: '选择另一个社区，或先在选区表中补上', en: 'Choose another community, or add it to the table of districts first' },
  },
  'case.birth-date': {
    status: 422,
    text: {
      zh: '更正后的出生日期不存在，或选举日未满18周岁',
      en: 'The corrected birth date does not exist, or the person is under 18 on election day',
    },
    next: {
      zh: '对照身份证更正；确未满18周岁的不予登记（选举法第四条）',
      en: 'Correct it from the ID card; someone under 18 is not registered (Electoral Law, Art. 4)',
    },
  },
  'case.shared-number': {
    status: 409,
    text: {
      zh: '人口信息中两人共用这个号码（重号），不能以一人取代另一人，登记不变',
      en: 'The population register has two people with this number; one does not replace the other, and nothing was changed',
    },
    next: {
      zh: '上门核实两人；其中一人到登记站凭户口簿或其他证件登记，然后对本条不予登记',
      en: 'Visit both; one of them registers at a station with another document, then refuse this record',
    },
  },
  'number.too-many': {
    status: 429,
    text: {
      zh: '一小时内确认的号码过多，这次没有确认，登记没有变化',
      en: 'You confirmed too many ID numbers within an hour; this one was not confirmed and nothing has changed',
    },
    next: { zh: '一小时后再办理，或请同事办理', en: 'Try again in an hour, or ask a colleague' },
  },
  'officer.unknown': {
    status: 422,
    text: {
      zh: '没有这名工作人员，或其不能决定这里的登记',
      en: 'This officer does not exist, or may not decide cases here',
    },
    next: { zh: '刷新后另选一人', en: 'Reload and choose another officer' },
  },
  'officer.elsewhere': {
    status: 422,
    text: { zh: '这件登记不在该工作人员的辖区内', en: 'This registration is not in the area of that officer' },
    next: { zh: '分给所在辖区的工作人员', en: 'Assign it to an officer of its area' },
  },
  ...OTHER_OFFICER_FAILURES,
  'case.unknown': {
    status: 404,
    text: { zh: '没有这条待审核登记，或不在您的工作区域内', en: 'This case does not exist, or is not in your area' },
    next: { zh: '刷新待审核列表', en: 'Reload the list of registrations that need review' },
  },
} as const satisfies FailureTable

export type ReviewFailure = keyof typeof REVIEW_FAILURES
export const reviewFailures = failuresOf<ReviewFailure>(REVIEW_FAILURES)

/** A failure of one of several cases, in words. */
export const toFailed = ({ code, text, next }: Failure<ReviewFailure>): z.infer<typeof Failed> => {
  const known: FailureResponse = REVIEW_FAILURES[code]
  const then = next ?? known.next
  return { code, text: text ?? known.text, ...(then ? { next: then } : {}) }
}
