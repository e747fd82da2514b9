/** How the failures of plans of districts are told over HTTP. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const PLAN_FAILURES = {
  ...ELECTION_FAILURES,
  'plan.unknown': {
    status: 404,
    text: { zh: '没有这个选区方案', en: 'No such plan of districts' },
    next: { zh: '从方案列表中选择', en: 'Choose one from the list of plans' },
  },
  'plan.level': {
    status: 422,
    text: { zh: '这次选举不选这一级代表，或没有社区选举这一级代表', en: 'This election has no deputies of that level' },
    next: { zh: '选择这次选举的级别', en: 'Choose a level of this election' },
  },
  'plan.not-draft': {
    status: 409,
    text: { zh: '这个方案已经确定，不能再改', en: 'This plan is settled and cannot be changed' },
    next: { zh: '复制为新方案后修改', en: 'Copy it to a new plan and change that' },
  },
  'plan.nothing-to-undo': { status: 409, text: { zh: '没有可以撤销的步骤', en: 'There is no step to undo' } },
  'plan.unit': {
    status: 422,
    text: { zh: '方案中没有这个单元', en: 'The plan has no such unit' },
    next: { zh: '刷新页面后重试', en: 'Reload the page' },
  },
  'plan.district': {
    status: 422,
    text: { zh: '方案中没有这个选区', en: 'The plan has no such district' },
    next: { zh: '刷新页面后重试', en: 'Reload the page' },
  },
  'plan.proposal': {
    status: 422,
    text: { zh: '按这些名额画不出选区', en: 'With these seats no districts can be drawn' },
    next: { zh: '更改名额或选区数后再试', en: 'Change the seats or the number of districts' },
  },
  'plan.incomplete': {
    status: 422,
    text: { zh: '方案还不完整，不能确定', en: 'The plan is not complete and cannot be settled' },
    next: { zh: '按提示补齐后再确定', en: 'Complete it as said, then settle it' },
  },
  'plan.listed': {
    status: 409,
    text: {
      zh: '选民名单已经公布（选举法第二十八条），改变选区须说明理由',
      en: 'The voter list is published (EL 28): changing districts now needs a reason',
    },
    next: {
      zh: '写明理由后再确定；受影响的选民将在名单补正中公布',
      en: 'Give the reason; the voters concerned come out with the next supplement',
    },
  },
  'plan.closed': { status: 409, text: { zh: '选举已经结束', en: 'The election is over' } },
  'areas.unreadable': {
    status: 422,
    text: { zh: '单元文件读不出来', en: 'The file of units cannot be read' },
    next: { zh: '按 docs/districts.md 整理后重新上传', en: 'Arrange it as docs/districts.md says and send it again' },
  },
  'plan.unprintable': {
    status: 422,
    text: { zh: '公告中有字体里没有的字', en: 'The announcement has characters that no font has' },
    next: { zh: '安装所需字体（MINGCE_FONTS）', en: 'Install a font that has them (MINGCE_FONTS)' },
  },
} as const satisfies FailureTable

export type PlanFailure = keyof typeof PLAN_FAILURES
export const planFailures = failuresOf<PlanFailure>(PLAN_FAILURES)
