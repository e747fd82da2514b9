/** Objections of an election as a list to take out of the system, without what was written in them. */
import type { Text } from '@mingce/domain/result'
import { type ListSource, rowsInPages } from '../../election/index.ts'
import { findElectionObjections } from './service.ts'

const KINDS: Readonly<Record<string, Text>> = {
  missing: { zh: '漏登', en: 'Missing' },
  'wrongly-listed': { zh: '错登', en: 'Wrongly listed' },
  'wrong-particulars': { zh: '内容有误', en: 'Wrong particulars' },
}
const STATES: Readonly<Record<string, Text>> = {
  filed: { zh: '待决定', en: 'To be decided' },
  decided: { zh: '已决定，待送达', en: 'Decided, to be served' },
  served: { zh: '已送达', en: 'Served' },
  suit: { zh: '已起诉', en: 'In court' },
  judged: { zh: '已判决', en: 'Judged' },
  closed: { zh: '已办结', en: 'Closed' },
}
const DECISIONS: Readonly<Record<string, Text>> = {
  upheld: { zh: '申诉成立', en: 'Upheld' },
  dismissed: { zh: '申诉不成立', en: 'Dismissed' },
}

export const objectionsList: ListSource = {
  list: 'objections',
  permission: 'decide',
  title: { zh: '申诉', en: 'Objections' },
  columns: {
    number: { zh: '编号', en: 'No.' },
    objector: { zh: '申诉人', en: 'Objector' },
    place: { zh: '社区（村）', en: 'Community' },
    kind: { zh: '申诉事由', en: 'About' },
    filedOn: { zh: '提出日期', en: 'Filed' },
    dueOn: { zh: '决定期限', en: 'Decide by' },
    state: { zh: '状态', en: 'State' },
    decision: { zh: '决定', en: 'Decision' },
    decidedOn: { zh: '决定日期', en: 'Decided' },
    servedOn: { zh: '送达日期', en: 'Served' },
  },
  async open(ctx, election, { state: given = 'open', ...rest }, language) {
    if (Object.keys(rest).length > 0 || (given !== 'open' && given !== 'closed')) return null
    const state = given
    const pages = rowsInPages(
      after => findElectionObjections(ctx, election.id, { state, ...after }),
      item => ({
        community: item.area,
        cells: {
          number: String(item.id),
          objector: item.objector,
          place: item.area.name,
          kind: KINDS[item.kind]?.[language] ?? item.kind,
          filedOn: item.filedOn,
          dueOn: item.dueOn,
          state: STATES[item.state]?.[language] ?? item.state,
          decision: item.decision && (DECISIONS[item.decision]?.[language] ?? item.decision),
          decidedOn: item.decidedOn,
          servedOn: item.servedOn,
        },
      }),
    )
    let people = 0
    for await (const rows of pages()) people += rows.length
    return { people, pages }
  },
}
