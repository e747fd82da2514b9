/** The imports of an election as a list to take out of the system. */
import type { Text } from '@mingce/domain/result'
import { type ListSource, wholeList } from '../../election/index.ts'
import { chinaMoment } from '../../platform/clock/index.ts'
import { findImportsOf } from '../../population/index.ts'
import { ImportFilter } from './schema.ts'
import { wantedImports } from './service.records.ts'

const MOST = 100_000

const KINDS: Readonly<Record<string, Text>> = {
  registrations: { zh: '登记名单', en: 'Roster' },
  population: { zh: '人口底册', en: 'Population register' },
  disqualifications: { zh: '剥夺、停止选举权利人员', en: 'People disqualified from voting' },
  'previous-roll': { zh: '上届名册', en: 'Previous roll' },
}
const STATES: Readonly<Record<string, Text>> = {
  reading: { zh: '正在读取', en: 'Reading' },
  deciding: { zh: '正在核对', en: 'Checking' },
  done: { zh: '完成', en: 'Done' },
  failed: { zh: '失败，没有改动', en: 'Failed, nothing changed' },
  held: { zh: '等待审核', en: 'Held' },
}

export const importsList: ListSource = {
  list: 'imports',
  permission: 'import-registrations',
  title: { zh: '导入记录', en: 'Imports' },
  columns: {
    file: { zh: '文件', en: 'File' },
    kind: { zh: '种类', en: 'Kind' },
    state: { zh: '状态', en: 'State' },
    rows: { zh: '总行数', en: 'Rows' },
    accepted: { zh: '接收', en: 'Accepted' },
    review: { zh: '待审核', en: 'In review' },
    refused: { zh: '退回', en: 'Refused' },
    unchanged: { zh: '未变', en: 'Unchanged' },
    at: { zh: '时间', en: 'At' },
    by: { zh: '经手人', en: 'By' },
  },
  async open(ctx, election, filter, language) {
    const query = ImportFilter.omit({ before: true }).strict().safeParse(filter)
    if (!query.success) return null
    const records = await findImportsOf(ctx.database, election.id, wantedImports(ctx, query.data), MOST)
    const figure = (count: number | null | undefined): string | null => (count == null ? null : String(count))
    const rows = records.map(record => ({
      community: null,
      cells: {
        file: record.fileName,
        kind: KINDS[record.kind]?.[language] ?? record.kind,
        state: STATES[record.state]?.[language] ?? record.state,
        rows: figure(record.rows),
        accepted: figure(record.accepted),
        review: figure(record.review),
        refused: figure(record.refused),
        unchanged: figure(record.unchanged),
        at: chinaMoment(record.startedAt),
        by: record.startedBy,
      },
    }))
    return wholeList(rows)
  },
}
