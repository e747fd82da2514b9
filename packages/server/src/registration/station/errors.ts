/** How the failures of the stations' use cases are told over HTTP. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const STATION_FAILURES = {
  ...ELECTION_FAILURES,
  'stations.invalid': {
    status: 422,
    text: { zh: '登记站表有误', en: 'The table of registration stations is invalid' },
    next: {
      zh: '按所列各行更正后重新提交；原来的登记站没有改动',
      en: 'Correct the rows listed and send again; the existing registration stations were not changed',
    },
  },
  'stations.unreadable': {
    status: 422,
    text: { zh: '文件无法读取', en: 'The file cannot be read' },
    next: {
      zh: '表头写明登记站、地址、开放时间、服务社区，另存为 .xlsx 后重新导入',
      en: 'Give it a header with station, address, opening hours and communities served, save it as .xlsx and import it again',
    },
  },
} as const satisfies FailureTable

export type StationFailure = keyof typeof STATION_FAILURES
export const stationFailures = failuresOf<StationFailure>(STATION_FAILURES)
