/** Stations of the demo election: made-up places and phones, one for some communities each, and one for everybody. */
import type { StationRow } from '@mingce/domain/registration'
import type { Community } from '../../../platform/areas/index.ts'

/** Nanmofang lies around here; the stations' points are made up. */
const CENTRE = { latitude: 39.8868, longitude: 116.4932 }
const COMMUNITIES_EACH = 4
const STEP_DEGREES = 0.006
const PER_LINE = 3

const pointOf = (index: number) => ({
  latitude: Number((CENTRE.latitude + STEP_DEGREES * (Math.floor(index / PER_LINE) - 1)).toFixed(4)),
  longitude: Number((CENTRE.longitude + STEP_DEGREES * ((index % PER_LINE) - 1)).toFixed(4)),
})

const plainName = (name: string) => name.replace(/(社区)?(居民委员会|村民委员会|村委会|居委会)$/, '')

export const demoStations = (areaCode: string, communities: readonly Community[]): StationRow[] => {
  const whole: StationRow = {
    name: '南磨房地区选民登记总站（演示）',
    address: '虚构路1号，地区办事处一层大厅',
    hours: '每日 8:30–20:00',
    phone: '010-00000000',
    ...CENTRE,
    serves: [areaCode],
  }
  const groups = Array.from({ length: Math.ceil(communities.length / COMMUNITIES_EACH) }, (_, index) =>
    communities.slice(COMMUNITIES_EACH * index, COMMUNITIES_EACH * (index + 1)),
  )
  const stations = groups.map((group, index): StationRow => {
    const first = plainName(group[0]?.name ?? '')
    return {
      name: `${first}登记站（演示）`,
      address: `虚构路${10 * (index + 1)}号，${first}社区服务站`,
      hours: '周一至周五 9:00–18:00，周末 9:00–17:00',
      phone: `010-0000${String(index + 1).padStart(4, '0')}`,
      ...pointOf(index),
      serves: group.map(community => community.code),
    }
  })
  return [...stations, whole]
}
