/** How the failures of the timetable's use cases are told over HTTP. */
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'
import { ELECTION_FAILURES } from '../lifecycle/index.ts'

const withReason = {
  zh: '确有必要的，由有权的人写明理由，记录在案后办理',
  en: 'Where it has to be, an officer goes on with a reason, which is kept',
}

export const TIMETABLE_FAILURES = {
  forbidden: ELECTION_FAILURES.forbidden,
  'election.unknown': ELECTION_FAILURES['election.unknown'],
  'timetable.late': { status: 409, text: { zh: '已过期限', en: 'This is late' }, next: withReason },
  'timetable.early': { status: 409, text: { zh: '还没有到这一天', en: 'Its day has not come' }, next: withReason },
  'timetable.blocked': {
    status: 409,
    text: { zh: '前面的步骤还没有完成', en: 'A step before it is not done' },
    next: withReason,
  },
  'timetable.breaks': {
    status: 409,
    text: { zh: '改期后有步骤不合时间要求', en: 'With the new day some steps are outside their time' },
    next: withReason,
  },
  'timetable.by-itself': {
    status: 409,
    text: {
      zh: '这一步不需要人记录，系统按日期或公布情况确定',
      en: 'Nobody records this step: the day or the published list says it',
    },
  },
  'timetable.unknown-step': {
    status: 404,
    text: { zh: '这次选举的时间表没有这一步', en: 'The timetable of this election has no such step' },
  },
  'timetable.done': {
    status: 409,
    text: { zh: '这一步已经记录', en: 'This step is recorded already' },
    next: { zh: '记错了的，先撤回再记', en: 'If that is wrong, take it back first' },
  },
  'timetable.not-done': { status: 409, text: { zh: '这一步还没有记录', en: 'This step is not recorded' } },
  'timetable.future': {
    status: 422,
    text: { zh: '完成日期不能在今天以后', en: 'A step cannot have been done after today' },
    next: { zh: '填写实际完成的日期', en: 'Say the day on which it was done' },
  },
  'timetable.day': { status: 422, text: { zh: '选举日有误', en: 'Election day is not right' } },
  'timetable.days': { status: 422, text: { zh: '投票天数不符合规定', en: 'Polling goes over too many days' } },
  'timetable.past': {
    status: 422,
    text: { zh: '新的选举日已经过去', en: 'The new election day is over' },
    next: { zh: '选择今天以后的日期', en: 'Choose a day that is still to come' },
  },
  'timetable.polled': {
    status: 409,
    text: { zh: '投票已经开始或结束，选举日不能再改', en: 'Polling has begun or is over; election day stays' },
  },
  'timetable.overlaps': {
    status: 409,
    text: {
      zh: '同一级别的另一次选举在这几天涉及这个区域（选举法第五条）',
      en: 'Another election of this level meets this area on these days (EL 5)',
    },
    next: { zh: '另选日期', en: 'Choose another day' },
  },
} as const satisfies FailureTable

export type TimetableFailure = keyof typeof TIMETABLE_FAILURES
export const timetableFailures = failuresOf<TimetableFailure>(TIMETABLE_FAILURES)
