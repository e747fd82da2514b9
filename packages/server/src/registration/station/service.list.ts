/** Registration stations as a list to take out of the system. */
import { type ListSource, wholeList } from '../../election/index.ts'
import { findElectionStations } from './service.ts'

export const stationsList: ListSource = {
  list: 'stations',
  permission: 'read',
  title: { zh: '登记站', en: 'Registration stations' },
  columns: {
    name: { zh: '名称', en: 'Name' },
    address: { zh: '地址', en: 'Address' },
    hours: { zh: '开放时间', en: 'Hours' },
    phone: { zh: '电话', en: 'Phone' },
    serves: { zh: '服务的社区（代码）', en: 'Serves (codes)' },
  },
  async open(ctx, election, filter) {
    const found = await findElectionStations(ctx, election.id)
    if (!found.ok || Object.keys(filter).length > 0) return null
    const rows = found.value.map(({ name, address, hours, phone, serves }) => ({
      community: null,
      cells: { name, address, hours, phone, serves: serves.join(' ') },
    }))
    return wholeList(rows)
  },
}
