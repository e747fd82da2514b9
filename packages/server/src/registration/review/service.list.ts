/**
 * The review queue as a list to take out of the system: whom a decision is about, and not why, since people are listed by deprivation, detention
 * or a remark nowhere but in the queue itself (docs/privacy.md).
 */
import { type ListSource, rowsInPages } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { caseAreaOf, countCases } from '../counts/index.ts'
import { findReviewCases } from './service.queue.ts'

const STATES = ['open', 'decided'] as const

export const casesList: ListSource = {
  list: 'cases',
  permission: 'decide',
  title: { zh: '待审核的登记', en: 'Open cases' },
  columns: {
    name: { zh: '姓名', en: 'Name' },
    community: { zh: '社区（村）', en: 'Community' },
    unit: { zh: '单位', en: 'Unit' },
    file: { zh: '文件', en: 'File' },
    row: { zh: '行', en: 'Row' },
    findings: { zh: '待审核事项数', en: 'Open findings' },
    since: { zh: '自', en: 'Since' },
  },
  async open(ctx, election, { community, q, state: given = 'open', ...rest }) {
    const state = STATES.find(one => one === given)
    if (state === undefined || Object.keys(rest).length > 0) return null
    const filter = { state, ...(community === undefined ? {} : { community }), ...(q === undefined ? {} : { q }) }
    const { total } = await countCases(ctx.database, caseAreaOf(ctx, election), filter)
    const pages = rowsInPages(
      after => findReviewCases(ctx, election.id, { ...filter, ...after }),
      item => ({
        community: item.community,
        cells: {
          name: item.name,
          community: item.community?.name ?? null,
          unit: item.unit,
          file: item.fileName,
          row: item.rowNo === null ? null : String(item.rowNo),
          findings: String(item.findings.filter(one => one.state === 'open').length),
          since: item.findings[0] ? chinaDate(new Date(item.findings[0].openedAt)) : null,
        },
      }),
    )
    return { people: total, pages }
  },
}
