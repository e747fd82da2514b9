/** Stations (登记站) as an office writes them in a table: what each is called, where and when it is open, and whom it serves. */
import type { Text } from '../result/index.ts'
import { type ColumnMap, type ColumnTable, column, readCode, readText } from '../standards/index.ts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const STATION_COLUMNS = [
  column(
    'name',
    '登记站',
    'Registration station',
    '登记站名称 名称 站名 选民登记站 Station StationName Name',
    t('登记站名称', 'Name'),
    true,
  ),
  column('address', '地址', 'Address', '详细地址 登记站地址 位置 地点', t('地址', 'Address'), true),
  column('hours', '开放时间', 'Opening hours', '工作时间 服务时间 办公时间 时间 Hours', t('开放时间', 'Opening hours'), true),
  column(
    'phone',
    '电话',
    'Phone',
    '联系电话 办公电话 咨询电话 Telephone Tel',
    t('对外公布的办公电话', 'Public office phone number'),
  ),
  column('latitude', '纬度', 'Latitude', 'Lat', t('CGCS2000，十进制度', 'CGCS2000, decimal degrees')),
  column('longitude', '经度', 'Longitude', 'Lon Lng', t('CGCS2000，十进制度', 'CGCS2000, decimal degrees')),
  column(
    'serves',
    '服务社区',
    'Communities served',
    '社区 服务范围 所辖社区 范围 社区代码 服务区域 Serves Communities Community Areas',
    t(
      '社区名称或代码，用顿号或逗号隔开；也可写街道、区的代码',
      'Names or codes of communities, or codes of townships or counties',
    ),
    true,
  ),
] as const satisfies ColumnTable

export type StationField = (typeof STATION_COLUMNS)[number]['field']

export interface StationRow {
  readonly name: string
  readonly address: string
  readonly hours: string
  readonly phone: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  /** As written: names or codes. */
  readonly serves: readonly string[]
}

/** Degrees, or undefined where the cell says something else. */
const readDegrees = (cell: string | undefined): number | null | undefined => {
  const text = readCode(cell)
  if (text === null) return null
  return /^-?\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : undefined
}

/** What is wrong with a station, in words; none: it can be used. */
export const stationFaults = (row: StationRow): Text[] => {
  const faults: Text[] = []
  const missing = (value: string, zh: string, en: string) => {
    if (value === '') faults.push(t(`没有${zh}`, `There is no ${en}`))
  }
  missing(row.name, '登记站名称', 'name')
  missing(row.address, '地址', 'address')
  missing(row.hours, '开放时间', 'opening hours')
  if (row.serves.length === 0) faults.push(t('没有写明服务的社区', 'No community served is given'))
  if ((row.latitude === null) !== (row.longitude === null))
    faults.push(t('经度和纬度应同时填写', 'Give both latitude and longitude, or neither'))
  // A swap of the two puts a station into the sea; both lie apart everywhere in the country.
  else if (row.latitude !== null && row.longitude !== null) {
    const inside = row.latitude >= 3 && row.latitude <= 54 && row.longitude >= 73 && row.longitude <= 136
    if (!inside)
      faults.push(
        t(
          '经纬度不在国内，请检查是否写反',
          'The position is outside the country; check whether latitude and longitude are swapped',
        ),
      )
  }
  return faults
}

/** One row of a table of stations, with what is wrong with it. */
export const readStationRow = (
  cells: readonly string[],
  columns: ColumnMap<StationField>,
): { row: StationRow; faults: Text[] } => {
  const { at } = columns
  const text = (field: StationField) => readText(cells[at[field]])
  const degrees = [readDegrees(cells[at.latitude]), readDegrees(cells[at.longitude])] as const
  const row: StationRow = {
    name: text('name') ?? '',
    address: text('address') ?? '',
    hours: text('hours') ?? '',
    phone: text('phone'),
    latitude: degrees[0] ?? null,
    longitude: degrees[1] ?? null,
    serves: (cells[at.serves] ?? '')
      .split(/[、；;，,|\n]+/)
      .map(part => part.trim())
      .filter(part => part !== ''),
  }
  const faults = stationFaults(row)
  if (degrees.includes(undefined))
    return {
      row,
      faults: [t('经纬度应为十进制度，如 39.9042', 'Latitude and longitude must be decimal degrees such as 39.9042'), ...faults],
    }
  return { row, faults }
}
