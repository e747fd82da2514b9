/** Certificates that were accepted here as a list to take out of the system. */
import type { Text } from '@mingce/domain/result'
import { visibleArea } from '../../access/index.ts'
import { type ListSource, rowsInPages } from '../../election/index.ts'
import { countAcceptances } from '../ledger/index.ts'
import { AcceptanceQuery } from '../schema.ts'
import { listAcceptances } from './service.figures.ts'

const STATES: Readonly<Record<string, Text>> = {
  review: { zh: '待本地审核', en: 'Needs review here' },
  held: { zh: '待原选区确认转出', en: 'The original district has not confirmed' },
  final: { zh: '已转入', en: 'On the roll here' },
  returned: { zh: '未转入', en: 'Not moved' },
  'giving-back': { zh: '待原选区恢复登记', en: 'The original district is asked to restore' },
  'given-back': { zh: '原选区已恢复登记', en: 'Restored by the original district' },
}

export const acceptancesList: ListSource = {
  list: 'certificates-taken',
  permission: 'decide',
  title: { zh: '接收的资格证明', en: 'Certificates accepted' },
  columns: {
    name: { zh: '姓名', en: 'Name' },
    community: { zh: '社区（村）', en: 'Community' },
    from: { zh: '原选区所在地', en: 'From' },
    state: { zh: '状态', en: 'State' },
    takenOn: { zh: '接收日期', en: 'Accepted' },
    takenBy: { zh: '经手人', en: 'By' },
  },
  async open(ctx, election, filter, language) {
    const query = AcceptanceQuery.omit({ cursor: true }).strict().safeParse(filter)
    if (!query.success) return null
    const pages = rowsInPages(
      after => listAcceptances(ctx, election.id, { ...query.data, ...after }),
      item => ({
        community: item.community,
        cells: {
          name: item.name,
          community: item.community.name,
          from: item.from.name,
          state: STATES[item.state]?.[language] ?? null,
          takenOn: item.takenOn,
          takenBy: item.takenBy,
        },
      }),
    )
    const counts = await countAcceptances(ctx.database, election.id, visibleArea(ctx.actor, election.areaCode) ?? '')
    const wanted = Object.entries(counts).filter(([state]) => query.data.state === undefined || state === query.data.state)
    return { people: wanted.reduce((sum, [, count]) => sum + count, 0), pages }
  },
}
