/** Expected failures of imports. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const ROSTER_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
  'import.unknown': {
    status: 404,
    text: { zh: '没有这次导入，或不在您的工作区域内', en: 'This import does not exist, or is not in your area' },
  },
  'import.no-report': {
    status: 404,
    text: { zh: '这次导入没有逐行结果', en: 'This import has no row report' },
    next: { zh: '导入完成后再下载', en: 'Download it when the import is done' },
  },
  'import.report-place': {
    status: 422,
    text: {
      zh: '逐行结果不能保存到指定的位置，导入没有开始',
      en: 'The report cannot be written to the given place; the import was not started',
    },
    next: { zh: '请指定已有且可写入的文件夹中的文件', en: 'Give a file in an existing folder that you can write to' },
  },
  'import.unreadable': {
    status: 422,
    text: { zh: '文件无法读取', en: 'The file cannot be read' },
    next: { zh: '按 docs/files.md 整理后重新导入', en: 'Arrange the file as described in docs/files.md and import it again' },
  },
} as const satisfies FailureTable

export type RosterFailure = keyof typeof ROSTER_FAILURES
export const rosterFailures = failuresOf<RosterFailure>(ROSTER_FAILURES)
