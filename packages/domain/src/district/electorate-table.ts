/** The committee's list of who elects a township's deputies, as a table: communities with their default, units with their statute. */
import {
  COMMUNITY_ELECTS,
  type CommunityElects,
  UNIT_AGREEMENTS,
  UNIT_STATUTES,
  type UnitAgreement,
  type UnitStatute,
} from '../election/index.ts'
import type { Text } from '../result/index.ts'
import { type ColumnMap, type ColumnTable, column, readCode, readText } from '../standards/index.ts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const ELECTORATE_COLUMNS = [
  column('kind', '类别', 'Kind', '类型 Type', t('社区或单位', 'community or unit'), true),
  column('name', '名称', 'Name', '单位名称 社区名称', t('单位的名称与名册中的写法一致', 'Of a unit as rosters write it'), true),
  column('community', '社区', 'Community', '社区代码 所在社区 CommunityCode', t('社区名称或12位代码', 'Name or 12-digit code')),
  column(
    'elects',
    '选举乡镇代表',
    'Elects township deputies',
    '选举乡级代表 Elects',
    t('社区：全部、不选、按人', 'Of a community: all, none, by-person'),
  ),
  column('statute', '单位性质', 'Statute', '隶属关系 隶属 Statute', t('区属、上级', 'own, higher')),
  column(
    'agreement',
    '协议',
    'Agreement',
    '商定结果 协商结果',
    t('参加、不参加；没有协议的留空', 'votes, stays-out; empty: none'),
  ),
  column(
    'district',
    '乡级选区',
    'Township district',
    '乡镇选区 TownshipDistrict',
    t('单位职工的乡级选区；空白按社区', 'Of the staff of a unit; empty: by community'),
  ),
  column(
    'document',
    '依据',
    'Document',
    '依据文件 文号 文件',
    t('选举委员会的文件或协议', 'Document of the committee, or the agreement'),
  ),
] as const satisfies ColumnTable

export type ElectorateField = (typeof ELECTORATE_COLUMNS)[number]['field']

/** A row as written: places are names or codes. */
export type ElectorateRow =
  | { readonly kind: 'community'; readonly community: string; readonly elects: CommunityElects; readonly document: string | null }
  | {
      readonly kind: 'unit'
      readonly name: string
      readonly community: string | null
      readonly statute: UnitStatute
      readonly agreement: UnitAgreement | null
      readonly district: string | null
      readonly document: string | null
    }

const wordsFor = <V extends string>(values: readonly V[], zh: Readonly<Record<V, string>>): ReadonlyMap<string, V> =>
  new Map(values.flatMap(value => [value, ...zh[value].split(' ')].map(word => [word, value] as const)))

const KINDS = wordsFor(['community', 'unit'], { community: '社区 村 社区村 居委会 村委会', unit: '单位' })
const ELECTS = wordsFor(COMMUNITY_ELECTS, {
  all: '全部 都选 选 是',
  none: '不选 都不选 否 无',
  'by-person': '按人 逐人 个别 部分',
})
const STATUTES = wordsFor(UNIT_STATUTES, { own: '区属 县属 区县属', higher: '上级 中央 市属 省属 部属 央属' })
const AGREEMENTS = wordsFor(UNIT_AGREEMENTS, { votes: '参加 选 是', 'stays-out': '不参加 不选 否' })

/** How a value is written in the table. */
export const ELECTORATE_WORDS = {
  kind: { community: '社区', unit: '单位' },
  elects: { all: '全部', none: '不选', 'by-person': '按人' },
  statute: { own: '区属', higher: '上级' },
  agreement: { votes: '参加', 'stays-out': '不参加' },
} as const

/** Reads a row, or says what is wrong with it. */
export const readElectorateRow = (
  cells: readonly string[],
  { at }: ColumnMap<ElectorateField>,
): { readonly row: ElectorateRow } | { readonly fault: Text } => {
  const text = (field: ElectorateField) => readText(cells[at[field]])
  const kind = KINDS.get(text('kind') ?? '')
  const name = text('name')
  const document = text('document')
  const community = readCode(cells[at.community])
  if (kind === undefined) return { fault: t('类别应为社区或单位', 'The kind must be community or unit') }
  if (kind === 'community') {
    const place = community ?? name
    const elects = ELECTS.get(text('elects') ?? '')
    if (place === null) return { fault: t('没有写明社区', 'The community is missing') }
    if (elects === undefined)
      return { fault: t('选举乡镇代表应为全部、不选或按人', 'Elects township deputies must be all, none or by-person') }
    return { row: { kind, community: place, elects, document } }
  }
  const statute = STATUTES.get(text('statute') ?? '')
  const said = text('agreement')
  const agreement = said === null ? null : AGREEMENTS.get(said)
  if (name === null) return { fault: t('没有写明单位', 'The unit is missing') }
  if (statute === undefined) return { fault: t('单位性质应为区属或上级', 'The statute must be own or higher') }
  if (agreement === undefined)
    return { fault: t('协议应为参加、不参加或空白', 'The agreement must be votes, stays-out or empty') }
  return { row: { kind, name, community, statute, agreement, district: text('district'), document } }
}
