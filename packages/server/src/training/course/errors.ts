/** Expected failures of the practice course. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const COURSE_FAILURES = {
  forbidden: ELECTION_FAILURES.forbidden,
  'election.unknown': ELECTION_FAILURES['election.unknown'],
  'practice.not-demo': {
    status: 404,
    text: {
      zh: '练习只在演示系统的演练选举里：这里没有演示数据，或有真实选举',
      en: 'The course is part of a demo’s practice election only: there is no demo data here, or there is a real election',
    },
    next: {
      zh: '另用一个文件夹运行 mingce demo --data 新文件夹，在那里练习',
      en: 'Run mingce demo --data NEW in another folder and practise there',
    },
  },
  'practice.too-few-people': {
    status: 409,
    text: {
      zh: '演示数据里剩下的虚构人员不够再做一次练习，没有开始',
      en: 'Too few of the demo’s fictitious people are left for another run; none was begun',
    },
    next: {
      zh: '换一个文件夹重新建立演示：mingce demo --data 新文件夹',
      en: 'Make a new demo in another folder: mingce demo --data NEW',
    },
  },
  'practice.unknown': {
    status: 404,
    text: { zh: '没有这次练习，或不是您的练习', en: 'This run does not exist, or is not yours' },
    next: { zh: '回到“练习”一页', en: 'Go back to the page “Practice”' },
  },
  'practice.ended': {
    status: 409,
    text: { zh: '这次练习已经交卷，不能再改', en: 'This run has ended and cannot be changed' },
    next: { zh: '再练一次', en: 'Begin another run' },
  },
} as const satisfies FailureTable
export type CourseFailure = keyof typeof COURSE_FAILURES
export const courseFailures = failuresOf<CourseFailure>(COURSE_FAILURES)
