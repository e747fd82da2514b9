/** How the failures of plans of districts are told over HTTP. */
import type { Text } from '@mingce/domain/result'
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const PLAN_FAILURES = {
  ...ELECTION_FAILURES,
  'plan.unknown': {
    status: 404,
    text: { zh: '没有这个选区方案', en: 'This district plan does not exist' },
    next: { zh: '从方案列表中选择', en: 'Choose one from the list of plans' },
  },
  'plan.level': {
    status: 422,
    text: {
      zh: '这次选举不选这一级代表，或没有社区选举这一级代表',
      en: 'This election does not elect deputies at that level, or no community elects them',
    },
    next: { zh: '选择这次选举的级别', en: 'Choose one of the levels of this election' },
  },
  'plan.not-draft': {
    status: 409,
    text: { zh: '这个方案已经确定，不能再改', en: 'This plan was adopted and can no longer be changed' },
    next: { zh: '复制为新方案后修改', en: 'Copy it to a new plan and change the copy' },
  },
  'plan.nothing-to-undo': { status: 409, text: { zh: '没有可以撤销的步骤', en: 'There are no steps to undo' } },
  'plan.unit': {
    status: 422,
    text: { zh: '方案中没有这个单元', en: 'This unit is not in the plan' },
    next: { zh: '刷新页面后重试', en: 'Reload the page' },
  },
  'plan.district': {
    status: 422,
    text: { zh: '方案中没有这个选区', en: 'This electoral district is not in the plan' },
    next: { zh: '刷新页面后重试', en: 'Reload the page' },
  },
  'plan.no-parts': {
    status: 422,
    text: {
      zh: '这个社区（村）还没有两个以上的小组（楼院），不能拆分',
      en: 'This community has no list of two or more parts, so it cannot be divided',
    },
    next: {
      zh: '在“社区（村）的小组”里列出村民小组、居民小组或楼院和人口，再拆分',
      en: 'List its villagers’ or residents’ groups or buildings with their population under “Parts of communities”, then divide it',
    },
  },
  'plan.proposal': {
    status: 422,
    text: { zh: '按这些名额无法划分选区', en: 'Electoral districts cannot be formed with these seats' },
    next: { zh: '更改名额或选区数后再试', en: 'Change the number of seats or districts' },
  },
  'plan.incomplete': {
    status: 422,
    text: { zh: '方案还不完整，不能确定', en: 'The plan is incomplete and cannot be adopted' },
    next: { zh: '按提示补齐后再确定', en: 'Complete it as shown, then adopt it' },
  },
  'plan.listed': {
    status: 409,
    text: {
      zh: '选民名单已经公布（选举法第二十八条），改变选区须说明理由',
      en: 'The voter list has been published (Electoral Law, Art. 28); changing electoral districts now requires a reason',
    },
    next: {
      zh: '写明理由后再确定；受影响的选民将在补充名单中公布',
      en: 'Enter the reason, then adopt the plan; the voters affected are published in the next supplement',
    },
  },
  'plan.closed': { status: 409, text: { zh: '选举已经结束', en: 'The election has ended' } },
  'areas.unreadable': {
    status: 422,
    text: { zh: '单元文件无法读取', en: 'The file of units cannot be read' },
    next: {
      zh: '按 docs/districts.md 整理后重新上传',
      en: 'Arrange the file as described in docs/districts.md and upload it again',
    },
  },
  'plan.unprintable': {
    status: 422,
    text: { zh: '公告中有字体里没有的字', en: 'The announcement contains characters that no installed font has' },
    next: { zh: '安装所需字体（MINGCE_FONTS）', en: 'Install the fonts needed (MINGCE_FONTS)' },
  },
} as const satisfies FailureTable

export type PlanFailure = keyof typeof PLAN_FAILURES
export const planFailures = failuresOf<PlanFailure>(PLAN_FAILURES)

export type PlanRefusal = { readonly code: PlanFailure; readonly field?: string; readonly text?: Text; readonly next?: Text }
