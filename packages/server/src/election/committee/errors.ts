/** How the failures of committees are told over HTTP. */
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'
import { ELECTION_FAILURES } from '../lifecycle/index.ts'

export const COMMITTEE_FAILURES = {
  forbidden: ELECTION_FAILURES.forbidden,
  'election.unknown': ELECTION_FAILURES['election.unknown'],
  'committee.congress': {
    status: 422,
    text: { zh: '这次选举不选这一级、这个地区的代表', en: 'This election does not elect deputies at that level in that area' },
  },
  'committee.unknown': {
    status: 404,
    text: { zh: '还没有这个选举委员会', en: 'This election committee has not been recorded yet' },
    next: { zh: '先登记选举委员会的名称', en: 'Record the name of the election committee first' },
  },
  'committee.chair-taken': {
    status: 409,
    text: { zh: '选举委员会已有主任', en: 'The election committee already has a chair' },
    next: { zh: '原主任离任后再任命', en: 'Appoint another once the current chair has left office' },
  },
  'committee.already-in': {
    status: 409,
    text: { zh: '此人已在这个委员会中', en: 'This person is already a member of the committee' },
  },
  'member.unknown': { status: 404, text: { zh: '没有这名组成人员', en: 'This member does not exist' } },
  'member.left': { status: 409, text: { zh: '此人已经离任', en: 'This member has already left office' } },
  'member.dates': {
    status: 422,
    text: {
      zh: '离任日期不能早于任命日期，也不能在今天以后',
      en: 'The date of leaving cannot be before the appointment or after today',
    },
  },
} as const satisfies FailureTable

export type CommitteeFailure = keyof typeof COMMITTEE_FAILURES
export const committeeFailures = failuresOf<CommitteeFailure>(COMMITTEE_FAILURES)
