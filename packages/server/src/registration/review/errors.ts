/** Expected failures of the review queue. */
import { OTHER_OFFICER_FAILURES } from '../../access/index.ts'
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const REVIEW_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
  'case.stale': {
    status: 409,
    text: { zh: '这条登记的情况已经变化，您的决定没有保存', en: 'This registration has changed; your decision was not saved' },
    next: { zh: '刷新后重新查看再决定', en: 'Reload it, check it and decide again' },
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
  ...OTHER_OFFICER_FAILURES,
  'case.unknown': {
    status: 404,
    text: { zh: '没有这条待审核登记，或不在您的工作区域内', en: 'This case does not exist, or is not in your area' },
    next: { zh: '刷新待审核列表', en: 'Reload the list of registrations that need review' },
  },
} as const satisfies FailureTable

export type ReviewFailure = keyof typeof REVIEW_FAILURES
export const reviewFailures = failuresOf<ReviewFailure>(REVIEW_FAILURES)
