import { describe, expect, it } from 'vitest'
import { matchColumns } from '../standards/index.ts'
import {
  DISQUALIFICATION_COLUMNS,
  getPopulationRefusal,
  holdsFrom,
  POPULATION_COLUMNS,
  readDisqualificationRow,
  readPopulationRow,
} from './index.ts'

const areas = { isCurrentCounty: (code: string) => code === '110105' }
const populationColumns = matchColumns(
  POPULATION_COLUMNS.map(c => c.zh),
  POPULATION_COLUMNS,
)
const disqualificationColumns = matchColumns(
  DISQUALIFICATION_COLUMNS.map(c => c.zh),
  DISQUALIFICATION_COLUMNS,
)
type Cells = Record<string, string>
const person: Cells = { name: '张三', number: '11010519491231002X' }

const population = (cells: Cells) =>
  readPopulationRow(
    POPULATION_COLUMNS.map(c => ({ ...person, ...cells })[c.field] ?? ''),
    populationColumns,
    areas,
  )
const decided: Cells = {
  ground: '剥夺政治权利',
  authority: '北京市朝阳区人民法院',
  documentNo: '（2024）京0105刑初1号',
  from: '2024-01-01',
  to: '2027-12-31',
}
const disqualification = (cells: Cells) =>
  readDisqualificationRow(
    DISQUALIFICATION_COLUMNS.map(c => ({ ...person, ...decided, ...cells })[c.field] ?? ''),
    disqualificationColumns,
    areas,
  )

describe('a row of the population register', () => {
  it('is parsed', () => {
    expect(population({ hukouArea: '110105021', community: '110105021001', status: '死亡', statusOn: '2026/3/1' })).toMatchObject(
      {
        refusals: [],
        number: '11010519491231002X',
        sex: 'F',
        birthDate: '1949-12-31',
        hukouArea: '110105021',
        status: 'deceased',
        statusOn: '2026-03-01',
      },
    )
  })
  it('has the status present by default, and is refused if the status cannot be parsed', () => {
    expect(population({}).status).toBe('present')
    expect(population({ status: '待定' }).refusals).toEqual(['row.incomplete'])
  })
  it('is refused without a valid number or a name', () => {
    expect(population({ number: '110105194912310021', name: ' ' })).toMatchObject({
      refusals: ['identity.checksum', 'name.missing'],
      number: null,
    })
  })
})

describe('a row of the disqualification register', () => {
  it('is parsed', () => {
    expect(disqualification({})).toMatchObject({ refusals: [], ground: 'deprived', fromDate: '2024-01-01', toDate: '2027-12-31' })
    expect(disqualification({ to: '终身' })).toMatchObject({ refusals: [], toDate: null })
  })
  it.each<Cells>([
    { ground: '' },
    { ground: '其他' },
    { authority: '' },
    { documentNo: ' ' },
    { from: '' },
    { from: '不详' },
    { to: '2023-12-31' },
    { to: '某日' },
  ])('refuses an incomplete decision: %j', cells => {
    expect(disqualification(cells).refusals).toEqual(['row.incomplete'])
  })
  it('requires a court for a deprivation, and an end or that it is for life (CL 55–57)', () => {
    expect(disqualification({ authority: '北京市公安局朝阳分局' }).refusals).toEqual(['ground.court'])
    expect(disqualification({ authority: '朝阳区人民检察院' }).refusals).toEqual(['ground.court'])
    for (const to of ['', '-', '长期']) expect(disqualification({ to }).refusals).toEqual(['ground.end'])
    expect(disqualification({ to: '无期' }).refusals).toEqual(['row.incomplete'])
    expect(disqualification({ ground: '剥夺政治权利终身', to: '' })).toMatchObject({ refusals: [], toDate: null })
    expect(disqualification({ from: '2027-01-17', to: '2029-01-16' }).refusals).toEqual([])
  })
  it('takes the main sentence, while which it holds too (CL 58)', () => {
    const row = disqualification({ sentenceFrom: '2015-05-01', sentenceTo: '2023-12-31' })
    expect(row).toMatchObject({ refusals: [], sentenceFrom: '2015-05-01', sentenceTo: '2023-12-31' })
    expect(holdsFrom(row.fromDate ?? '', row.sentenceFrom)).toBe('2015-05-01')
    expect(holdsFrom('2024-01-01', null)).toBe('2024-01-01')
    expect(disqualification({ sentenceTo: '2023-12-31' }).refusals).toEqual(['ground.sentence'])
    expect(disqualification({ sentenceFrom: '2025-01-01' }).refusals).toEqual(['ground.sentence'])
  })
  it('requires a procuratorate or court for a suspension (P83 §4, §5)', () => {
    expect(disqualification({ ground: '停止行使选举权利', to: '' }).refusals).toEqual([])
    expect(disqualification({ ground: '停止行使选举权利', authority: '朝阳区人民检察院' }).refusals).toEqual([])
    expect(disqualification({ ground: '停止行使选举权利', authority: '朝阳公安分局' }).refusals).toEqual(['ground.authority'])
    expect(getPopulationRefusal('ground.authority').article).toBe('P83 §4')
  })
})
