/** Expected failures of lists as files. */
import { OTHER_OFFICER_FAILURES } from '../../access/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'
import { ELECTION_FAILURES } from '../lifecycle/index.ts'

export const LIST_FAILURES = {
  ...ELECTION_FAILURES,
  ...OTHER_OFFICER_FAILURES,
  'list.unknown': {
    status: 404,
    text: { zh: '没有这份清单', en: 'There is no such list' },
    next: { zh: '回到列表，重新导出', en: 'Go back to the list and export it again' },
  },
  'list.filter': {
    status: 422,
    text: { zh: '筛选条件有误，没有导出', en: 'The filter is invalid; nothing was exported' },
    next: { zh: '清除筛选条件后重新导出', en: 'Clear the filters and export again' },
  },
  'list.reason': {
    status: 422,
    text: {
      zh: '这份清单涉及的人较多，须写明用途，并由第二名工作人员确认',
      en: 'This list names many people: it takes a reason, and a second officer who confirms',
    },
    next: {
      zh: '写明用途（至少6个字）后再导出，或缩小范围',
      en: 'Give the reason (at least 6 characters), or narrow the filter',
    },
  },
  'list.waits': {
    status: 409,
    text: { zh: '还没有第二名工作人员确认，不能下载', en: 'No second officer has confirmed yet; the file cannot be taken' },
    next: { zh: '请同事在“导出的清单”中确认', en: 'Ask a colleague to confirm it under “Exported lists”' },
  },
  'list.confirmed': {
    status: 409,
    text: { zh: '这份清单已经确认，或不需要确认', en: 'This list is confirmed already, or needs no confirmation' },
  },
  'list.over': {
    status: 409,
    text: { zh: '已过下载时间，或清单的人数已明显增多', en: 'The time to take the file is over, or the list has grown since' },
    next: { zh: '重新导出', en: 'Export the list again' },
  },
} as const satisfies FailureTable

export type ListFailure = keyof typeof LIST_FAILURES
export const listFailures = failuresOf<ListFailure>(LIST_FAILURES)
