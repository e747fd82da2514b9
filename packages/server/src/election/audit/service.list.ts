/** The trail of an election as a list to take out of the system, in the same words as the page. */
import { actionText, particularsOf, roleText, subjectText } from '@mingce/domain/audit'
import { chinaMoment } from '../../platform/clock/index.ts'
import { type ListSource, rowsInPages } from '../lists/index.ts'
import { AuditFilter } from '../schema.ts'
import { findAudit } from './service.ts'

const PAGE = 2_000

export const auditList: ListSource = {
  list: 'audit',
  permission: 'audit',
  title: { zh: '操作记录', en: 'Audit trail' },
  columns: {
    at: { zh: '时间', en: 'Time' },
    action: { zh: '操作', en: 'Action' },
    actor: { zh: '操作人', en: 'Actor' },
    role: { zh: '岗位', en: 'Role' },
    subject: { zh: '对象', en: 'Object' },
    details: { zh: '内容', en: 'Details' },
  },
  async open(ctx, election, filter, language) {
    const query = AuditFilter.omit({ cursor: true }).strict().safeParse(filter)
    if (!query.success) return null
    const pages = rowsInPages(
      after => findAudit(ctx, election.id, { ...query.data, ...after }, PAGE),
      item => ({
        community: null,
        cells: {
          at: chinaMoment(new Date(item.at)),
          action: actionText(item.action)[language],
          actor: item.actor,
          role: roleText(item.role)[language],
          subject: subjectText(item.subject, election.id)[language],
          details: particularsOf(item.details, election.id)
            .map(
              ({ name, values }) =>
                `${name[language]} ${values.map(value => value[language]).join(language === 'zh' ? '、' : ', ')}`,
            )
            .join(language === 'zh' ? '；' : '; '),
        },
      }),
    )
    return { people: 0, pages }
  },
}
