/** How the failures of lists of parts are told. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const PARTS_FAILURES = {
  ...ELECTION_FAILURES,
  'parts.closed': {
    status: 409,
    text: { zh: '选举已结束，不能再更改', en: 'The election is closed; nothing can be changed' },
  },
  'parts.community': {
    status: 404,
    text: { zh: '您的工作区域内没有这个社区（村）', en: 'There is no such community in your area' },
    next: { zh: '从列表中选择社区（村）', en: 'Choose the community from the list' },
  },
  'parts.invalid': {
    status: 422,
    text: { zh: '小组名单有误，没有改动', en: 'The list of parts is invalid; nothing was changed' },
    next: { zh: '按所列各行更正后重新提交', en: 'Correct the rows listed and send again' },
  },
  'parts.unreadable': {
    status: 422,
    text: { zh: '文件无法读取', en: 'The file cannot be read' },
    next: {
      zh: '表头写明社区、小组、人口，另存为 .csv 或 .xlsx',
      en: 'Give it a header with community, part and population, and save it as .csv or .xlsx',
    },
  },
  'parts.in-use': {
    status: 409,
    text: {
      zh: '现行选区按这些小组划分，不能删去',
      en: 'The electoral districts in force are drawn by these parts; they cannot be removed',
    },
    next: {
      zh: '先确定一个不再拆分这个社区（村）的选区方案，再改小组名单',
      en: 'First adopt a district plan that no longer divides this community, then change the list',
    },
  },
} as const satisfies FailureTable

export type PartsFailure = keyof typeof PARTS_FAILURES
export const partsFailures = failuresOf<PartsFailure>(PARTS_FAILURES)
