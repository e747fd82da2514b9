import { describe, expect, it } from 'vitest'
import { EVIDENCE } from '../election/index.ts'
import { checkCharacter } from '../standards/index.ts'
import {
  COLUMNS,
  type FileKind,
  factOf,
  findingsIn,
  hasFact,
  mapColumns,
  readPreviousRollRow,
  readRegistrationRow,
  wordInRemark,
} from './index.ts'

const context = { pollingDay: '2026-11-20', areas: { isCurrentCounty: (code: string) => code === '110105' } }
const header = COLUMNS.registrations.map(column => column.zh)
const columns = mapColumns(header, 'registrations')
const number = (first17: string) => first17 + checkCharacter(first17)

/** The row of a made-up person, with the given cells replaced. */
const row = (cells: Partial<Record<(typeof COLUMNS.registrations)[number]['field'], string>>) =>
  readRegistrationRow(
    COLUMNS.registrations.map(
      ({ field }) => cells[field] ?? { name: '张三', number: '11010519491231002X' }[field as string] ?? '',
    ),
    columns,
    context,
  )
const codes = (cells: Parameters<typeof row>[0]) => findingsIn(row(cells).facts)

describe('columns', () => {
  it('are found in any order, with decoration, in both languages', () => {
    const map = mapColumns(['*性 别', '身份证号（18位）', '宗教', 'NAME', '社区/村', '选民姓名', '结果'], 'registrations')
    expect(map.at).toMatchObject({ sex: 0, number: 1, name: 3, community: 4, unit: -1 })
    expect(map.unknown).toEqual(['宗教'])
    expect(map.notes.map(note => note.zh)).toEqual(['未使用的列：“宗教”', '同一含义的列出现两次，只用前一列，未使用：“选民姓名”'])
  })
  it('that are required are named when missing', () => {
    expect(mapColumns(['姓名', '性别'], 'registrations').missing.map(column => column.zh)).toEqual(['公民身份号码'])
  })
  it.each(Object.keys(COLUMNS) as FileKind[])('of %s have unambiguous names', kind => {
    const table = COLUMNS[kind]
    const seen = new Map<string, string>()
    for (const column of table)
      for (const name of [column.zh, column.en, ...column.synonyms]) {
        expect(seen.get(name.toLowerCase()) ?? column.field, name).toBe(column.field)
        seen.set(name.toLowerCase(), column.field)
        expect(mapColumns([name], kind).at, name).toMatchObject({ [column.field]: 0 })
      }
  })
})

describe('a roster row', () => {
  it('without faults has no facts', () => {
    expect(row({ sex: '女', birth: '1949/12/31', community: '110105021001', basis: '户籍', address: ' 某路1号 ' })).toEqual({
      facts: 0,
      number: '11010519491231002X',
      name: '张三',
      sex: 'F',
      birthDate: '1949-12-31',
      community: '110105021001',
      district: null,
      voterGroup: null,
      unit: null,
      basis: 'hukou',
      evidence: 0,
      address: '某路1号',
      electsTownship: null,
      part: null,
      phone: null,
      remark: null,
      dates: { livesHereSince: null, contractFrom: null, contractUntil: null },
    })
  })
  it.each([
    [{ number: '' }, ['identity.missing']],
    [{ number: '1234' }, ['identity.format']],
    [{ number: '110105194912310021' }, ['identity.checksum']],
    [{ number: '110105194902310021' }, ['identity.date']],
    [{ number: '1.10105E+17' }, ['identity.precision-lost']],
    [{ name: ' ' }, ['name.missing']],
    [{ name: '张?' }, ['name.unprintable']],
    [{ sex: '男' }, ['identity.sex']],
    [{ sex: '9' }, []],
    [{ birth: '1949-12-30' }, ['identity.birth']],
    [{ birth: '1949年12月31日' }, []],
    [{ birth: '18263' }, []],
    [{ birth: '1949年12月' }, []],
    [{ birth: '1949' }, []],
    [{ birth: '1950' }, ['identity.birth']],
    [{ birth: '1949-13-31' }, ['identity.birth']],
    [{ number: '110105491231002' }, ['identity.upgraded']],
    [{ number: '440524188001010014' }, ['area.retired']],
    [{ number: number('81000019850506113') }, ['identity.residence-permit']],
    [{ number: number('83000019850506113') }, ['identity.residence-permit']],
    [{ number: number('91115619850506113') }, ['identity.foreign']],
    [{ number: number('16010519850506113') }, ['identity.area']],
    [{ number: number('11010520081120001') }, []],
    [{ number: number('11010520081121001') }, ['eligibility.age']],
    [{ number: number('11010520261121001') }, ['identity.date']],
    [{ name: '', number: '' }, ['identity.missing', 'name.missing']],
  ] as const)('%j finds %j', (cells, expected) => {
    expect(codes(cells)).toEqual(expected)
  })
  it('drops a refused number, and then takes sex and birth date from their columns', () => {
    expect(row({ number: '110105194912310021', sex: '女', birth: '1949.12.31' })).toMatchObject({
      number: null,
      sex: 'F',
      birthDate: '1949-12-31',
    })
  })
  it('reads the evidence presented', () => {
    expect(row({ certificate: '京选证001', residencePermit: '有', contract: '否', tookPart: '√', student: '1' }).evidence).toBe(
      EVIDENCE.certificate | EVIDENCE.residencePermit | EVIDENCE.tookPartLastTime | EVIDENCE.student,
    )
  })
  it('may be shorter than the header', () => {
    expect(findingsIn(readRegistrationRow(['张三'], columns, context).facts)).toEqual(['identity.missing'])
  })
})

it('a row of the previous roll says whether the person took part, or leaves it unknown', () => {
  const previous = mapColumns(['姓名', '身份证号', '参加上次选举'], 'previous-roll')
  const read = (tookPart: string) => readPreviousRollRow(['张三', '11010519491231002X', tookPart], previous, context).tookPart
  expect([read('是'), read('否'), read('')]).toEqual([true, false, null])
})

describe('a birth date that may be read in several ways', () => {
  const map = mapColumns(['姓名', '身份证号', '出生日期'], 'registrations')
  const differs = (cell: string): boolean =>
    (readRegistrationRow(['张三', number('11010519710204001'), cell], map, context).facts & factOf('identity.birth')) !== 0
  it.each([
    '71.2.4',
    '4/2/1971',
    '2/4/1971',
    '1971-2-4 00:00:00',
    '19710204',
    '710204',
    '1971204',
    '一九七一年二月四日',
    '1971年2月4日生',
    "'1971-02-04",
    '25968',
    '24506',
    '1971',
    '1971.02',
    '71/2/4',
    '4.2.71',
  ])('%s agrees with 1971-02-04', cell => {
    expect(differs(cell)).toBe(false)
  })
  it.each(['71.2.5', '5/2/1971', '1972-02-04', '19710205', '二月四日', '属猪', '25969'])('%s does not', cell =>
    expect(differs(cell)).toBe(true),
  )
})

describe('a remark', () => {
  it.each([
    ['已故', '已故'],
    ['2025年3月已 故', '已故'],
    ['本人户口已迁出', '迁出'],
    ['服刑人员', '服刑'],
    ['与第8行重复', '重复'],
    ['2026.1去世', '去世'],
  ])('%s opens a finding with the word %s', (remark, word) => {
    expect(wordInRemark(remark)).toBe(word)
    const map = mapColumns(['姓名', '身份证号', '备注'], 'registrations')
    const row = readRegistrationRow(['张三', '11010519491231002X', remark], map, context)
    expect(hasFact(row.facts, factOf('remark.reported'))).toBe(true)
    expect(row.remark).toBe(word)
  })
  it.each(['', '外出打工', '未迁出', '户口没有迁出', '丈夫已故', '父亲去世', '无重复', '党员', '残疾'])('%s opens none', remark =>
    expect(wordInRemark(remark)).toBeNull(),
  )
})
