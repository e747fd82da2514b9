/** The parts of communities as a table: one row for each part, with its people. */
import type { Text } from '../result/index.ts'
import { type ColumnMap, type ColumnTable, column, readCode, readText } from '../standards/index.ts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const PARTS_COLUMNS = [
  column(
    'community',
    '社区',
    'Community',
    '社区村 社区代码 社区名称 村 村委会 居委会 CommunityCode',
    t('社区名称或12位代码', 'Name or 12-digit code'),
    true,
  ),
  column(
    'part',
    '小组',
    'Part',
    '村民小组 居民小组 组 楼院 名称 VillagersGroup ResidentsGroup',
    t('村民小组、居民小组或楼院', 'Villagers’ or residents’ group, or building'),
    true,
  ),
  column(
    'population',
    '人口',
    'Population',
    '人口数 总人口 People',
    t('人口数；空白取自人口底册或已登记人数', 'People; empty: as the register or the rosters count them'),
  ),
] as const satisfies ColumnTable

interface PartsRow {
  readonly community: string
  readonly part: string
  readonly population: number | null
}

/** A row of the table; a fault where it names no community, no part, or people that are no number. */
export const readPartsRow = (
  cells: readonly string[],
  { at }: ColumnMap<(typeof PARTS_COLUMNS)[number]['field']>,
): { readonly row: PartsRow } | { readonly fault: Text } => {
  const community = readCode(cells[at.community])
  const part = readText(cells[at.part])
  if (community === null) return { fault: t('没有写明社区（村）', 'The community is missing') }
  if (part === null) return { fault: t('没有写明小组（楼院）', 'The part of the community is missing') }
  const people = (readText(cells[at.population]) ?? '').normalize('NFKC').replaceAll(/[,，人\s]/g, '')
  if (people === '') return { row: { community, part, population: null } }
  if (!/^\d{1,8}$/.test(people)) return { fault: t('人口不是整数', 'The population is not a whole number') }
  return { row: { community, part, population: Number(people) } }
}
