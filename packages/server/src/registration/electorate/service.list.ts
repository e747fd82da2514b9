/** People on whose township vote nobody has decided, as a list to take out of the system. */
import { type ListSource, rowsInPages } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { findTownshipPeople } from './service.people.ts'
import { countTownshipVoters } from './service.ts'

export const townshipList: ListSource = {
  list: 'township-people',
  permission: 'decide',
  title: { zh: '乡级选举尚未决定的人员', en: 'Township votes to decide' },
  columns: {
    name: { zh: '姓名', en: 'Name' },
    community: { zh: '社区（村）', en: 'Community' },
    unit: { zh: '单位', en: 'Unit' },
    since: { zh: '自', en: 'Since' },
  },
  async open(ctx, election, { community, ...rest }) {
    if (Object.keys(rest).length > 0) return null
    const counts = await countTownshipVoters(ctx, election)
    const pages = rowsInPages(
      after =>
        findTownshipPeople(ctx, election.id, {
          ...(community === undefined ? {} : { community }),
          ...after,
        }),
      item => ({
        community: item.community,
        cells: {
          name: item.name,
          community: item.community?.name ?? null,
          unit: item.unit,
          since: chinaDate(new Date(item.since)),
        },
      }),
    )
    return { people: counts === null ? 0 : counts.undecided + counts.disputed + counts.placeless, pages }
  },
}
