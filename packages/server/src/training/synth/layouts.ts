/**
 * How units and communities write the same roster: kind of file, encoding, headers, order of columns, ways to write a date or a yes. Each
 * roster takes one layout; every value means the same in all of them.
 */
import { dateOfFigure, dirtyNumber } from './numbers.ts'
import type { Random } from './random.ts'
import type { Cell, TableShape } from './tables.ts'

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
  /** yyyymmdd; 0: not stated. */
  readonly since: number
  readonly contractFrom: number
}

const FIELDS = [
  '姓名',
  '公民身份号码',
  '性别',
  '出生日期',
  '社区',
  '选区',
  '选民小组',
  '单位',
  '现住地址',
  '联系电话',
  '登记依据',
  '选民资格证明',
  '居住证',
  '劳动合同',
  '参加上次选举',
  '高校学生',
] as const
/** Of people from elsewhere; the last columns of every layout. */
const DATE_FIELDS = ['来本市居住时间', '合同起始日期'] as const
type Field = (typeof FIELDS)[number] | (typeof DATE_FIELDS)[number]

/** Headers that mean the same, by the files' reference (docs/files.md). */
const OTHERS: Readonly<Partial<Record<Field, readonly string[]>>> = {
  姓名: ['选民姓名', '名字'],
  公民身份号码: ['身份证号', '身份证号码', '居民身份证号码'],
  出生日期: ['出生年月日', '出生日期（年-月-日）'],
  社区: ['社区代码', '所属社区', '社区名称'],
  选民小组: ['小组', '选民组'],
  单位: ['工作单位', '单位名称'],
  现住地址: ['住址', '现住址', '家庭住址'],
  联系电话: ['电话', '手机号码', '联系方式'],
  选民资格证明: ['资格证明'],
  参加上次选举: ['是否参加上次选举', '参加过上次选举'],
  高校学生: ['大学生'],
}
const ENGLISH: Readonly<Record<Field, string>> = {
  姓名: 'Name',
  公民身份号码: 'ID number',
  性别: 'Sex',
  出生日期: 'Birth date',
  社区: 'Community',
  选区: 'District',
  选民小组: 'Voter group',
  单位: 'Unit',
  现住地址: 'Current address',
  联系电话: 'Phone',
  登记依据: 'Basis',
  选民资格证明: 'Certificate',
  居住证: 'Residence permit',
  劳动合同: 'Employment contract',
  参加上次选举: 'Took part in the last election',
  高校学生: 'University student',
  来本市居住时间: 'Lives here since',
  合同起始日期: 'Contract from',
}

interface Column {
  readonly header: string
  readonly field: Field | 'serial' | 'note'
}

export interface Layout extends TableShape {
  readonly columns: readonly Column[]
  readonly communityAs: 'name' | 'short' | 'code'
  readonly sexAs: 'zh' | 'code'
  readonly dates: 'iso' | 'slash' | 'zh' | 'compact' | 'serial' | 'cell'
  readonly flags: 'yes' | 'have' | 'figure' | 'tick' | 'document'
  /** May cells be dirty? */
  readonly dirt: boolean
}

/** The canonical layout: UTF-8, comma, the headers and values of docs/files.md, nothing else. */
export const PLAIN: Layout = {
  kind: 'csv',
  encoding: 'utf8',
  titles: 0,
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

/** Columns under one of their headers, shuffled as a whole now and then; else a neighbour or two change places. */
const drawColumns = (random: Random, index: number, english: boolean): Column[] => {
  const headerOf = (field: Field): string => {
    if (english) return ENGLISH[field]
    const others = OTHERS[field]
    return others && random.chance(0.5) ? random.pick(others) : field
  }
  const columns: Column[] = FIELDS.filter(field => field !== '选区' || random.chance(0.5)).map(field => ({
    field,
    header: headerOf(field),
  }))
  const shuffled = index % 4 === 3
  for (let i = columns.length - 1; i > 0; i--) {
    if (!shuffled && !random.chance(0.15)) continue
    const j = shuffled ? random.below(i + 1) : i - 1
    const [a, b] = [columns[i], columns[j]]
    if (a && b) [columns[i], columns[j]] = [b, a]
  }
  columns.push(...DATE_FIELDS.map(field => ({ field, header: english ? ENGLISH[field] : field })))
  if (index % 3 === 1) columns.unshift({ field: 'serial', header: english ? 'No.' : '序号' })
  if (index % 5 === 2) columns.push({ field: 'note', header: english ? 'Remarks' : '备注' })
  return columns
}

/** The layout of roster number `index`: the kinds come round in turn, the rest is drawn. */
export const drawLayout = (random: Random, index: number): Layout => {
  const encoding = ENCODINGS[index % ENCODINGS.length] as (typeof ENCODINGS)[number]
  const xlsx = encoding === 'xlsx'
  const english = index % 11 === 7
  const columns = drawColumns(random, index, english)
  return {
    kind: xlsx ? 'xlsx' : 'csv',
    encoding: xlsx ? 'utf8' : encoding,
    titles: xlsx ? 1 + (index % 2) : index % 6 === 5 ? 1 : 0,
    columns,
    communityAs: random.pick(['name', 'short', 'code', 'name'] as const),
    sexAs: index % 7 === 3 ? 'code' : 'zh',
    dates: xlsx
      ? random.pick(['cell', 'serial', 'slash', 'zh'] as const)
      : random.pick(['iso', 'slash', 'zh', 'compact', 'serial'] as const),
    flags: random.pick(['yes', 'have', 'figure', 'tick', 'document'] as const),
    dirt: true,
    total: xlsx || index % 5 === 0,
    blankRows: true,
    secondSheet: xlsx && index % 2 === 0,
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
        if (layout.kind === 'xlsx' && row.number.includes('E+')) return Number(row.number)
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
      case 'note':
        return ''
      default:
        return flagCell(row, field, layout.flags)
    }
  })
}
