/** How the failures of rule sets are told. */
import { OTHER_OFFICER_FAILURES } from '../../access/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const RULES_FAILURES = {
  forbidden: HTTP_FAILURES.forbidden,
  'rules.invalid': {
    status: 422,
    text: { zh: '规则集文件有误', en: 'The file of the rule set is wrong' },
    next: { zh: '按所列各处更正后重新提交', en: 'Correct the places named and send it again' },
  },
  'rules.version': {
    status: 409,
    text: { zh: '规则集的版本号不对', en: 'The version number of the rule set is wrong' },
    next: { zh: '版本号应比现有版本大一', en: 'The version is the current one plus one' },
  },
  'rules.waiting': {
    status: 409,
    text: { zh: '这个规则集已有一个版本等待确认', en: 'A version of this rule set is waiting for confirmation already' },
    next: { zh: '先确认或撤回该版本', en: 'Confirm or withdraw that version first' },
  },
  'rules.reserved': {
    status: 422,
    text: {
      zh: '“一般规定”和省级规定的适用范围不能改变',
      en: 'The general rules and the provinces of a built-in set cannot be changed',
    },
    next: { zh: '请用另一个 id，或保留原来的省级代码', en: 'Use another id, or keep its province codes' },
  },
  'rules.unknown': {
    status: 404,
    text: { zh: '没有等待确认的这个版本', en: 'There is no such version waiting for confirmation' },
    next: { zh: '刷新后再试', en: 'Reload and try again' },
  },
  ...OTHER_OFFICER_FAILURES,
} as const satisfies FailureTable

export type RulesFailure = keyof typeof RULES_FAILURES
export const rulesFailures = failuresOf<RulesFailure>(RULES_FAILURES)
