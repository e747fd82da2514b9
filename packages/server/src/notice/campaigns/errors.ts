/** The failures of notices, with their HTTP status and texts. */
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const NOTICE_FAILURES = {
  forbidden: HTTP_FAILURES.forbidden,
  'election.unknown': {
    status: 404,
    text: { zh: '没有这次选举，或不在您的工作区域内', en: 'This election does not exist, or is not in your area' },
    next: { zh: '从选举列表中选择', en: 'Choose one from the list of elections' },
  },
  'notice.unfit': {
    status: 422,
    text: { zh: '这份通知不适合这类人员', en: 'This reminder does not fit people with this status' },
    next: { zh: '换一份通知，或换一类人员', en: 'Choose another reminder or another status' },
  },
  'notice.not-yet': {
    status: 409,
    text: {
      zh: '选民名单还没有公布，不能通知已公布',
      en: 'The voter list is not published yet, so nobody can be told that it is',
    },
    next: { zh: '名单公布后再通知', en: 'Send it after the list is published' },
  },
  'notice.until': {
    status: 422,
    text: { zh: '截止日期应在今天和选举日之间', en: 'The deadline must be between today and election day' },
    next: { zh: '更正截止日期', en: 'Correct the date' },
  },
  'notice.area': {
    status: 404,
    text: {
      zh: '没有这个区划，或不在您的工作区域和本次选举内',
      en: 'This area does not exist, or is not in your area and this election',
    },
    next: { zh: '从区划列表中选择', en: 'Choose one of the areas listed' },
  },
  'notice.over': {
    status: 409,
    text: {
      zh: '选举日已过或选举已结束，不再发送提醒',
      en: 'Election day has passed or the election is closed; no more reminders are sent',
    },
  },
  'notice.nobody': {
    status: 409,
    text: { zh: '没有人符合，未发送', en: 'Nobody there has this status; nothing was sent' },
    next: { zh: '换一个区划或一类人员', en: 'Choose another area or status' },
  },
} as const satisfies FailureTable

export type NoticeFailure = keyof typeof NOTICE_FAILURES
export const noticeFailures = failuresOf<NoticeFailure>(NOTICE_FAILURES)
