/** How the failures of the timetable's use cases are told over HTTP. */
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'
import { ELECTION_FAILURES } from '../lifecycle/index.ts'

const withReason = {
  zh: '确需办理的，由有权限的工作人员写明理由，写入操作记录后办理',
  en: 'If necessary, an authorised officer may proceed by recording a reason',
}

export const TIMETABLE_FAILURES = {
  forbidden: ELECTION_FAILURES.forbidden,
  'election.unknown': ELECTION_FAILURES['election.unknown'],
  'timetable.late': { status: 409, text: { zh: '已过期限', en: 'The deadline has passed' }, next: withReason },
  'timetable.early': { status: 409, text: { zh: '还没有到这一天', en: 'The day has not come yet' }, next: withReason },
  'timetable.blocked': {
    status: 409,
    text: { zh: '前面的步骤还没有完成', en: 'An earlier step is not done' },
    next: withReason,
  },
  'timetable.breaks': {
    status: 409,
    text: { zh: '改期后有步骤超出期限', en: 'With the new day some steps are outside their time limits' },
    next: withReason,
  },
  'timetable.by-itself': {
    status: 409,
    text: {
      zh: '这一步不用人工登记，系统按日期或公布情况确定',
      en: 'This step is not recorded by hand; it follows from the date or the published list',
    },
  },
  'timetable.unknown-step': {
    status: 404,
    text: { zh: '这次选举的时间表没有这一步', en: 'The timetable of this election does not have this step' },
  },
  'timetable.done': {
    status: 409,
    text: { zh: '这一步已经登记完成', en: 'This step is already recorded' },
    next: { zh: '登记有误的，先撤回再登记', en: 'If it was recorded in error, reopen it first' },
  },
  'timetable.not-done': { status: 409, text: { zh: '这一步还没有登记完成', en: 'This step is not recorded yet' } },
  'timetable.future': {
    status: 422,
    text: { zh: '完成日期不能在今天以后', en: 'A step cannot have been done after today' },
    next: { zh: '填写实际完成的日期', en: 'Enter the day on which it was done' },
  },
  'timetable.day': { status: 422, text: { zh: '选举日有误', en: 'The election day is invalid' } },
  'timetable.days': { status: 422, text: { zh: '投票天数不符合规定', en: 'Polling lasts too many days' } },
  'timetable.past': {
    status: 422,
    text: { zh: '新的选举日已经过去', en: 'The new election day is in the past' },
    next: { zh: '选择今天以后的日期', en: 'Choose a day after today' },
  },
  'timetable.polled': {
    status: 409,
    text: { zh: '投票已经开始或结束，选举日不能再改', en: 'Polling has begun or ended; election day can no longer be changed' },
  },
  'timetable.overlaps': {
    status: 409,
    text: {
      zh: '同一级别的另一次选举在这几天涉及这个区域（选举法第五条）',
      en: 'Another election at this level covers this area on these days (Electoral Law, Art. 5)',
    },
    next: { zh: '另选日期', en: 'Choose another day' },
  },
} as const satisfies FailureTable

export type TimetableFailure = keyof typeof TIMETABLE_FAILURES
export const timetableFailures = failuresOf<TimetableFailure>(TIMETABLE_FAILURES)
