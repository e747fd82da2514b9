/** Hours and places of voting as a list to take out of the system. */
import { type ListSource, wholeList } from '../../election/index.ts'
import { findDistrictPlaces } from './service.ts'

const LEVELS = { county: { zh: '县级', en: 'County' }, township: { zh: '乡级', en: 'Township' } } as const

export const placesList: ListSource = {
  list: 'voting-places',
  permission: 'read',
  title: { zh: '投票时间和地点', en: 'Hours and places of voting' },
  columns: {
    level: { zh: '级别', en: 'Level' },
    district: { zh: '选区', en: 'Electoral district' },
    group: { zh: '选民小组', en: 'Voter group' },
    name: { zh: '投票地点', en: 'Place' },
    address: { zh: '地址', en: 'Address' },
    opens: { zh: '开始', en: 'Opens' },
    closes: { zh: '结束', en: 'Closes' },
  },
  async open(ctx, election, filter, language) {
    const found = await findDistrictPlaces(ctx, election.id)
    if (!found.ok || Object.keys(filter).length > 0) return null
    const rows = found.value.flatMap(({ level, name: district, places }) =>
      places.map(({ group, name, address, opens, closes }) => ({
        community: null,
        cells: { level: LEVELS[level][language], district, group, name, address, opens, closes },
      })),
    )
    return wholeList(rows)
  },
}
