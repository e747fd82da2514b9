/** The columns of a roster: their headers, in Chinese or English, and their order. */
import type { Random } from './random.ts'

export const FIELDS = [
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
export const DATE_FIELDS = ['来本市居住时间', '合同起始日期'] as const
export type Field = (typeof FIELDS)[number] | (typeof DATE_FIELDS)[number]

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

export interface Column {
  readonly header: string
  readonly field: Field | 'serial' | 'note' | 'person'
}

/** Columns under one of their headers, shuffled as a whole now and then; else a neighbour or two change places. */
export const drawColumns = (random: Random, index: number, english: boolean): Column[] => {
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
  columns.push({ field: 'note', header: english ? 'Remarks' : random.pick(['备注', '备考', '情况说明', '备注']) })
  return columns
}
