/** Election committees and their members as a list to take out of the system. */
import { type ListSource, wholeList } from '../lists/index.ts'
import { findElectionCommittees } from './service.ts'

const OFFICES = {
  chair: { zh: '主任', en: 'Chair' },
  deputy: { zh: '副主任', en: 'Deputy chair' },
  member: { zh: '委员', en: 'Member' },
} as const

export const committeesList: ListSource = {
  list: 'committees',
  permission: 'read',
  title: { zh: '选举委员会', en: 'Election committees' },
  columns: {
    committee: { zh: '选举委员会', en: 'Committee' },
    area: { zh: '区域', en: 'Area' },
    name: { zh: '姓名', en: 'Name' },
    office: { zh: '职务', en: 'Office' },
    from: { zh: '任职日期', en: 'From' },
    leftOn: { zh: '离任日期', en: 'Left' },
  },
  async open(ctx, election, filter, language) {
    const found = await findElectionCommittees(ctx, election.id)
    if (!found.ok || Object.keys(filter).length > 0) return null
    const rows = found.value.flatMap(({ name: committee, areaName: area, members }) =>
      members.map(({ name, office, from, leftOn }) => ({
        community: null,
        cells: { committee, area, name, office: OFFICES[office][language], from, leftOn },
      })),
    )
    return wholeList(rows)
  },
}
