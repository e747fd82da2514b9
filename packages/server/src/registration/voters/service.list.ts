/** The roll of a filter as a list to take out of the system. */
import type { Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import type { Election, ListRow, ListSource } from '../../election/index.ts'
import { findFigures } from '../counts/index.ts'
import { type VoterItem, VotersFilter } from './schema.ts'
import { countVoters, findPeople, openSearch, type Search, toVoterItem } from './service.ts'
import type { RollPlace } from './store.ts'

/** People that are read and written at a time. */
const BATCH = 2_000

const COLUMNS = {
  name: { zh: '姓名', en: 'Name' },
  sex: { zh: '性别', en: 'Sex' },
  birthDate: { zh: '出生日期', en: 'Birth date' },
  maskedNumber: { zh: '公民身份号码（部分）', en: 'ID number (masked)' },
  community: { zh: '社区（村）', en: 'Community' },
  countyDistrict: { zh: '县级选区', en: 'County district' },
  townshipDistrict: { zh: '乡级选区', en: 'Township district' },
  voterGroup: { zh: '选民小组', en: 'Voter group' },
  unit: { zh: '单位', en: 'Unit' },
  basis: { zh: '登记依据', en: 'Basis' },
  channel: { zh: '来源', en: 'Channel' },
  status: { zh: '状态', en: 'Status' },
  registrationId: { zh: '登记编号', en: 'Registration' },
} as const satisfies Readonly<Record<string, Text>>

type Column = keyof typeof COLUMNS
const NAMES = Object.keys(COLUMNS) as Column[]

const WORDS: Readonly<Record<'sex' | 'basis' | 'channel' | 'status', Readonly<Record<string, Text>>>> = {
  sex: { M: { zh: '男', en: 'male' }, F: { zh: '女', en: 'female' } },
  basis: {
    hukou: { zh: '户籍', en: 'household registration' },
    residence: { zh: '居住', en: 'residence' },
    work: { zh: '工作', en: 'work' },
    study: { zh: '就学', en: 'study' },
  },
  channel: {
    roster: { zh: '单位或社区报送的名单', en: 'roster' },
    'previous-roll': { zh: '上届名册沿用', en: 'previous roll' },
    online: { zh: '网上登记', en: 'online' },
    station: { zh: '选民登记站', en: 'station' },
    door: { zh: '上门登记', en: 'home visit' },
  },
  status: {
    registered: { zh: '已登记', en: 'registered' },
    review: { zh: '待审核', en: 'under review' },
    pending: { zh: '待比对', en: 'waiting for a register' },
    refused: { zh: '未予登记', en: 'refused' },
    moved: { zh: '已转出', en: 'moved' },
    removed: { zh: '已除名', en: 'removed' },
  },
}

const cellOf = (item: VoterItem, column: Column, language: 'zh' | 'en'): string => {
  const value = item[column]
  if (value === null) return ''
  if (typeof value === 'object') return value.name
  if (column === 'sex' || column === 'basis' || column === 'channel' || column === 'status')
    return WORDS[column][String(value)]?.[language] ?? String(value)
  return String(value)
}

/** People of a search in batches, by keyset: no statement is long, and the service goes on beside it. */
async function* pagesOf(ctx: Context, search: Search | null, language: 'zh' | 'en'): AsyncGenerator<ListRow[]> {
  let after: RollPlace | null = null
  while (search !== null) {
    const found: Awaited<ReturnType<typeof findPeople>> = await findPeople(ctx, search, after, BATCH)
    yield found.rows.map(row => {
      const item = toVoterItem(ctx, row)
      const cells = Object.fromEntries(NAMES.map(column => [column, cellOf(item, column, language)]))
      return { community: item.community, cells }
    })
    if (found.next === null) return
    after = found.next
  }
}

/** People of a filter: as counted, or, of more than are counted, those of the area in any state. */
const countAtMost = async (ctx: Context, election: Election, filter: VotersFilter, search: Search | null): Promise<number> => {
  const counted = await countVoters(ctx, election.id, filter)
  if (!counted.ok || search === null) return 0
  if (counted.value.exact) return counted.value.people
  const figures = await findFigures(ctx.database, election, search.filter.area || election.areaCode, ctx.clock.now())
  const all = figures.reduce((sum, { registered, review, pending }) => sum + registered + review + pending, 0)
  return Math.max(counted.value.people, all)
}

export const votersList: ListSource = {
  list: 'voters',
  permission: 'decide',
  title: { zh: '名册', en: 'Roll' },
  columns: COLUMNS,
  async open(ctx, election, given, language) {
    const filter = VotersFilter.safeParse(given)
    if (!filter.success) return null
    const search = await openSearch(ctx, election.id, filter.data)
    if (!search.ok) return null
    const people = await countAtMost(ctx, election, filter.data, search.value)
    return { people, pages: () => pagesOf(ctx, search.value, language) }
  },
}
