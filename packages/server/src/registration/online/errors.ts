/** How the failures of registering one person are told over HTTP. */

import type { Text } from '@mingce/domain/result'
import { OTHER_OFFICER_FAILURES } from '../../access/index.ts'
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const ONLINE_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
  'registration.closed': {
    status: 409,
    text: { zh: '现在不能登记', en: 'Registration is not open now' },
    next: { zh: '有疑问请到登记站询问', en: 'Ask at a registration station' },
  },
  'registration.unknown': {
    status: 404,
    text: { zh: '没有这条登记，或不在您的工作区域内', en: 'This registration does not exist, or is not in your area' },
  },
  'place.unknown': {
    status: 422,
    text: { zh: '本次选举没有这个社区', en: 'This election does not include this community' },
    next: { zh: '从列表中选择社区', en: 'Choose the community from the list' },
  },
  'place.part': {
    status: 422,
    text: { zh: '这个社区（村）没有这个小组（楼院）', en: 'This community has no such part' },
    next: {
      zh: '从列表中选择；不清楚的可以不选，由工作人员核实',
      en: 'Choose one from the list, or none: an officer will establish it',
    },
  },
  'basis.unknown': {
    status: 422,
    text: { zh: '本地不按这个理由登记', en: 'Registration for this reason is not possible here' },
    next: { zh: '从表单所列各项中选择', en: 'Choose one of the reasons in the form' },
  },
  'identity.invalid': {
    status: 422,
    text: { zh: '身份证号不对', en: 'The ID number is invalid' },
    next: { zh: '对照身份证更正后重新提交', en: 'Correct it from the ID card and send again' },
  },
  'family.self': {
    status: 422,
    text: { zh: '这是您本人的身份证号', en: 'This is your own ID number' },
    next: { zh: '为本人登记请直接提交', en: 'To register yourself, submit the form directly' },
  },
  'family.too-many': {
    status: 429,
    text: { zh: '用一个登录为家人登记的人数已到上限', en: 'This login has registered the maximum number of family members' },
    next: { zh: '其他家人请到登记站办理', en: 'Other family members can register at a registration station' },
  },
  'document.unknown': {
    status: 404,
    text: {
      zh: '这条登记不是凭其他证件办理的，或已经确认',
      en: 'This registration was not made with another document, or is already confirmed',
    },
    next: { zh: '刷新后查看', en: 'Reload and check' },
  },
  ...OTHER_OFFICER_FAILURES,
  'card.none': {
    status: 409,
    text: { zh: '登记成功后才有登记卡二维码', en: 'The card is available once you are registered' },
    next: { zh: '在“我的登记”查看进度', en: 'See the status of your registration' },
  },
} as const satisfies FailureTable

export type OnlineFailure = keyof typeof ONLINE_FAILURES
export const onlineFailures = failuresOf<OnlineFailure>(ONLINE_FAILURES)

export interface OnlineRefusal {
  readonly code: OnlineFailure
  readonly field?: string
  readonly text?: Text
  readonly next?: Text
}
