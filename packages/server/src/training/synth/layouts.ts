/**
 * How units and communities write the same roster: kind of file, encoding, headers, order of columns, ways to write a date or a yes. Each
 * roster takes one layout; every value means the same in all of them.
 */
import { type Column, DATE_FIELDS, drawColumns, FIELDS, type Field } from './columns.ts'
import { dateOfFigure, dirtyNumber } from './numbers.ts'
import type { Random } from './random.ts'
import type { Cell, TableShape } from './tables/index.ts'

/** A row of a roster before it is written down. */
export interface RosterRow {
  readonly name: string
  readonly number: string
  readonly sex: 'M' | 'F'
  /** yyyymmdd */
  readonly birth: number
  readonly community: { readonly code: string; readonly name: string }
  readonly group: string
  readonly unit: string
  readonly address: string
  readonly phone: string
  readonly basis: '' | '户籍' | '居住' | '工作' | '就读'
  /** Bits: 1 certificate, 2 residence permit, 4 contract, 8 took part last time, 16 university student. */
  readonly evidence: number
  /** Written where the layout has a column for it. */
  readonly remark: string
  /** yyyymmdd; 0: not stated. */
  readonly since: number
  readonly contractFrom: number
}

export interface Layout extends TableShape {
  readonly columns: readonly Column[]
  readonly communityAs: 'name' | 'short' | 'code'
  readonly sexAs: 'zh' | 'code'
  readonly dates: 'iso' | 'slash' | 'zh' | 'compact' | 'serial' | 'cell'
  readonly flags: 'yes' | 'have' | 'figure' | 'tick' | 'document'
  /** May cells be dirty? */
  readonly dirt: boolean
  /** Takes rows of faults: has all columns, a row for each person and a cell for each value. */
  readonly isRegular: boolean
}

/** The canonical layout: UTF-8, comma, the headers and values of docs/files.md, nothing else. */
export const PLAIN: Layout = {
  kind: 'csv',
  encoding: 'utf8',
  arrangement: 'rows',
  titles: 0,
  isGrouped: false,
  captions: false,
  subtotals: false,
  hiddenRows: false,
  isRegular: true,
  columns: [...FIELDS, ...DATE_FIELDS].map(field => ({ header: field, field })),
  communityAs: 'name',
  sexAs: 'zh',
  dates: 'iso',
  flags: 'yes',
  dirt: false,
  total: false,
  blankRows: false,
  secondSheet: false,
}

const ENCODINGS = ['gb18030', 'utf8-bom', 'utf16le', 'utf8', 'xlsx', 'gb18030', 'xlsx', 'utf16be'] as const

/** Rosters that no program of today wrote: one of each. */
const WHOLE: Readonly<Record<number, 'xls' | 'ods' | 'html'>> = { 8: 'ods', 13: 'xls', 17: 'html' }
const IS_BOOK: readonly TableShape['kind'][] = ['xlsx', 'xls', 'ods']

const drawDates = (random: Random, kind: TableShape['kind']): Layout['dates'] => {
  if (kind === 'xlsx') return random.pick(['cell', 'serial', 'slash', 'zh'] as const)
  return random.pick(['iso', 'slash', 'zh', 'compact', 'serial'] as const)
}

export interface LayoutRequest {
  /** Place of the roster among all. */
  readonly index: number
  /** Files may be held in memory until they are written: few enough people. */
  readonly mayBeWhole: boolean
}

/** The layout of roster number `index`: the kinds come round in turn, the rest is drawn. */
export const drawLayout = (random: Random, { index, mayBeWhole }: LayoutRequest): Layout => {
  const drawn = ENCODINGS[index % ENCODINGS.length] as (typeof ENCODINGS)[number]
  const kind = (mayBeWhole ? WHOLE[index] : undefined) ?? (drawn === 'xlsx' ? 'xlsx' : 'csv')
  const xlsx = kind === 'xlsx'
  const english = index % 11 === 7
  const columns = drawColumns(random, index, english)
  return {
    kind,
    encoding: kind === 'html' ? 'gb18030' : drawn === 'xlsx' ? 'utf8' : drawn,
    arrangement: 'rows',
    titles: kind !== 'csv' ? 1 + (index % 2) : index % 6 === 5 ? 1 : 0,
    isGrouped: kind === 'xls' || (xlsx && index % 8 === 6),
    columns,
    communityAs: random.pick(['name', 'short', 'code', 'name'] as const),
    sexAs: index % 7 === 3 ? 'code' : 'zh',
    dates: drawDates(random, kind),
    flags: random.pick(['yes', 'have', 'figure', 'tick', 'document'] as const),
    dirt: true,
    isRegular: true,
    total: xlsx || index % 5 === 0,
    blankRows: true,
    captions: index % 6 === 2,
    subtotals: index % 6 === 4,
    hiddenRows: xlsx && index % 8 === 4,
    secondSheet: xlsx && index % 2 === 0,
  }
}

/** Layouts in which several people are in a row, or name and number in a cell; or there are no cells. */
const IRREGULAR: readonly Partial<Layout>[] = [
  { kind: 'xlsx', arrangement: 'blocks' },
  { kind: 'xlsx', arrangement: 'households', isGrouped: false },
  { kind: 'csv', encoding: 'gb18030' },
  { kind: 'txt', encoding: 'gb18030' },
]
/** Columns whose values are the same for colleagues, and never empty. */
const SHARED: readonly Field[] = [
  '社区',
  '单位',
  '登记依据',
  '选民资格证明',
  '居住证',
  '劳动合同',
  '参加上次选举',
  '高校学生',
  ...DATE_FIELDS,
]

/** The layout of the `nth` unit: every fifth as of a community, the others irregular. Those hold nobody's faults. */
export const drawUnitLayout = (random: Random, request: LayoutRequest, nth: number): Layout => {
  const usual = drawLayout(random, request)
  const change = nth % 5 === 0 ? undefined : IRREGULAR[(nth % 5) - 1]
  if (!change) return usual
  const isOneCell = change.kind === 'csv'
  const person: Column[] = isOneCell
    ? [{ header: '姓名/身份证号', field: 'person' }]
    : [
        { header: '姓名', field: '姓名' },
        { header: '身份证号', field: '公民身份号码' },
      ]
  return {
    ...usual,
    encoding: 'utf8',
    ...change,
    columns: [...person, ...SHARED.map(field => ({ header: field, field }))],
    flags: 'yes',
    dirt: false,
    isRegular: false,
    titles: change.kind === 'txt' ? 0 : usual.titles,
    isGrouped: false,
    total: false,
    captions: false,
    subtotals: false,
    blankRows: false,
    hiddenRows: false,
    secondSheet: false,
  }
}

const FLAG_WORDS = { yes: ['是', '否'], have: ['有', '无'], figure: ['1', '0'], tick: ['√', ''], document: ['是', ''] } as const
const BITS: Readonly<Partial<Record<Field, number>>> = { 选民资格证明: 1, 居住证: 2, 劳动合同: 4, 参加上次选举: 8, 高校学生: 16 }

const SEXES = { zh: { M: '男', F: '女' }, code: { M: '1', F: '2' } } as const

/** Whether the person has the evidence; of a document its number, where the layout names these. */
const flagCell = (row: RosterRow, field: Field, flags: Layout['flags']): Cell => {
  const has = (row.evidence & (BITS[field] ?? 0)) !== 0
  if (has && flags === 'document' && (field === '选民资格证明' || field === '居住证'))
    return `${field === '居住证' ? '居' : '选'}字${100_000 + ((row.birth * 31) % 899_999)}号`
  return FLAG_WORDS[flags][has ? 0 : 1]
}

/** Serial of a day in a spreadsheet (1900 system). */
const serialOf = (figure: number): number => Date.parse(`${dateOfFigure(figure)}T00:00:00Z`) / 86_400_000 + 25_569

const dateCell = (figure: number, form: Layout['dates']): Cell => {
  const date = dateOfFigure(figure)
  const [year, month, day] = date.split('-').map(Number)
  switch (form) {
    case 'iso':
      return date
    case 'slash':
      return `${year}/${month}/${day}`
    case 'zh':
      return `${year}年${month}月${day}日`
    case 'compact':
      return String(figure)
    // A serial has five digits only from 1927-05-18 on.
    case 'serial':
      return figure >= 19_270_518 ? String(serialOf(figure)) : date
    case 'cell':
      return new Date(`${date}T00:00:00Z`)
  }
}

/** A day that need not be stated. */
const statedDay = (figure: number, form: Layout['dates']): Cell => (figure === 0 ? '' : dateCell(figure, form))

const shortName = (name: string): string => name.replace(/居民委员会$|居委会$|村民委员会$|委会$/, '')

/** How a place is written: its code where the name would not say which. */
export const namePlaces = (places: readonly { readonly code: string; readonly name: string }[]) => {
  const count = new Map<string, number>()
  for (const place of places)
    for (const name of new Set([place.name, shortName(place.name)])) count.set(name, (count.get(name) ?? 0) + 1)
  return (place: { readonly code: string; readonly name: string }, as: Layout['communityAs']): string => {
    const text = as === 'short' ? shortName(place.name) : place.name
    // A place that does not exist has no code to fall back on.
    return (as === 'code' && place.code !== '') || (count.get(text) ?? 0) > 1 ? place.code : text
  }
}

const dirtyName = (random: Random, name: string): string => {
  if (name.includes('·')) return name.replace('·', random.pick(['\u2022', '\u30fb', '\uff0e']))
  const characters = [...name]
  return characters.length === 2
    ? characters.join(random.pick(['\u3000', '  ']))
    : random.chance(0.5)
      ? ` ${name} `
      : `${name}\u00a0`
}

/** The cells of a row in a layout. `clean`: write number and name as they are (faults must show as they were made). */
export const cellsOf = (
  row: RosterRow,
  layout: Layout,
  serial: number,
  write: ReturnType<typeof namePlaces>,
  random: Random,
  clean: boolean,
): Cell[] => {
  const dirty = layout.dirt && !clean && random.chance(0.08)
  return layout.columns.map(({ field }): Cell => {
    switch (field) {
      case '姓名':
        return dirty ? dirtyName(random, row.name) : row.name
      case '公民身份号码':
        // A number that lost its last digits is a figure in a workbook, and text with an exponent elsewhere.
        if (IS_BOOK.includes(layout.kind) && row.number.includes('E+')) return Number(row.number)
        return dirty ? dirtyNumber(random, row.number) : row.number
      case '性别':
        return SEXES[layout.sexAs][row.sex]
      case '出生日期':
        return dateCell(row.birth, layout.dates)
      case '社区':
        return write(row.community, layout.communityAs)
      case '选区':
        return ''
      case '选民小组':
        return row.group
      case '单位':
        return row.unit
      case '现住地址':
        return row.address
      case '联系电话':
        return row.phone
      case '登记依据':
        return row.basis
      case '来本市居住时间':
        return statedDay(row.since, layout.dates)
      case '合同起始日期':
        return statedDay(row.contractFrom, layout.dates)
      case 'serial':
        return String(serial)
      case 'person':
        return `${row.name}/${row.number}`
      case 'note':
        return row.remark
      default:
        return flagCell(row, field, layout.flags)
    }
  })
}
