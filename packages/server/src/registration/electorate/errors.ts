/** How the failures of the township's electorate are told. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const ELECTORATE_FAILURES = {
  ...ELECTION_FAILURES,
  'electorate.level': {
    status: 422,
    text: { zh: '这次选举没有乡级', en: 'This election has no township level' },
  },
  'electorate.closed': {
    status: 409,
    text: { zh: '选举已结束，不能再更改', en: 'The election is closed; nothing can be changed' },
  },
  'electorate.invalid': {
    status: 422,
    text: { zh: '乡级选民的表有误，没有改动', en: 'The table of township voters is invalid; nothing was changed' },
    next: { zh: '按所列各行更正后重新提交', en: 'Correct the rows listed and send again' },
  },
  'electorate.unreadable': {
    status: 422,
    text: { zh: '文件无法读取', en: 'The file cannot be read' },
    next: {
      zh: '表头写明类别、名称、社区、选举乡镇代表、单位性质、协议、乡级选区、依据，另存为 .csv 或 .xlsx',
      en: 'Give it a header with kind, name, community, elects township deputies, statute, agreement, township district and document, and save it as .csv or .xlsx',
    },
  },
  'electorate.person': {
    status: 404,
    text: { zh: '没有这一登记，或不在您的工作区域', en: 'There is no such registration in your area' },
  },
  'electorate.district': {
    status: 422,
    text: {
      zh: '此人所在社区没有乡级选区，请指定一个',
      en: 'The person’s community is in no township-level district; choose one',
    },
    next: { zh: '从乡级选区中选择后再确定', en: 'Choose one of the township-level districts, then decide' },
  },
  'electorate.unit': {
    status: 404,
    text: { zh: '表中没有这个单位', en: 'There is no such unit in the table' },
  },
} as const satisfies FailureTable

export type ElectorateFailure = keyof typeof ELECTORATE_FAILURES
export const electorateFailures = failuresOf<ElectorateFailure>(ELECTORATE_FAILURES)
