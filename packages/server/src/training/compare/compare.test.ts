import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareWithTruth, type FoundRow } from './compare.ts'
import { printFaultTable } from './fault-table.ts'

let directory: string
let truthFile: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mingce-truth-'))
  truthFile = join(directory, 'truth.csv')
  const lines = [
    'file,row,code,outcome',
    'registrations/01-东郊社区.csv,2,identity.checksum,refused',
    'registrations/01-东郊社区.csv,5,population.name,review',
    'registrations/01-东郊社区.csv,6,name.unprintable,review',
    'registrations/01-东郊社区.csv,7,district.unknown,review',
    'registrations/01-东郊社区.csv,7,remark.reported,review',
    'registrations/02-石门社区.xlsx,2,unchanged,unchanged',
    'population.csv,9,not-yet-registered,not-yet-registered',
    'population.csv,12,not-yet-registered,not-yet-registered',
  ]
  await writeFile(truthFile, `${lines.join('\n')}\n`)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const right: FoundRow[] = [
  { file: '/tmp/upload/01-东郊社区.csv', row: 2, codes: ['identity.checksum'], outcome: 'refused' },
  { file: '01-东郊社区.csv', row: 3, codes: [], outcome: 'accepted' },
  { file: '01-东郊社区.csv', row: 5, codes: ['population.name'], outcome: 'review' },
  { file: '01-东郊社区.csv', row: 6, codes: ['name.unprintable', 'population.name'], outcome: 'review' },
  { file: '01-东郊社区.csv', row: 7, codes: ['district.unknown', 'remark.reported', 'electorate.undecided'], outcome: 'review' },
  { file: 'registrations/02-石门社区.xlsx', row: 2, codes: [], outcome: 'unchanged' },
]
const of = (table: Awaited<ReturnType<typeof compareWithTruth>>, code: string) => table.rows.find(row => row.code === code)

describe('comparing the findings with the generated faults', () => {
  it('is exact if every fault is found and nothing else', async () => {
    const table = await compareWithTruth(truthFile, right, [12, 9])
    expect(table.exact).toBe(true)
    expect(table.rows.map(row => [row.code, row.made, row.found])).toEqual([
      ['identity.checksum', 1, 1],
      ['name.unprintable', 1, 1],
      ['population.name', 1, 1],
      ['district.unknown', 1, 1],
      ['remark.reported', 1, 1],
      ['unchanged', 1, 1],
      ['not-yet-registered', 2, 2],
    ])
  })
  it('counts a fault that was not found as missed', async () => {
    const table = await compareWithTruth(truthFile, right.slice(1))
    expect(of(table, 'identity.checksum')).toMatchObject({ made: 1, found: 0, missed: 1, falselyFlagged: 0 })
    expect(table.exact).toBe(false)
  })
  it('counts a finding with the wrong outcome as missed', async () => {
    const table = await compareWithTruth(truthFile, [{ ...(right[0] as FoundRow), outcome: 'review' }])
    expect(of(table, 'identity.checksum')).toMatchObject({ found: 0, missed: 1, falselyFlagged: 0 })
  })
  it('finds each of two faults of a row, and counts the one that was not named as missed', async () => {
    const table = await compareWithTruth(truthFile, [
      { file: '01-东郊社区.csv', row: 7, codes: ['remark.reported'], outcome: 'review' },
    ])
    expect(of(table, 'remark.reported')).toMatchObject({ found: 1, missed: 0 })
    expect(of(table, 'district.unknown')).toMatchObject({ found: 0, missed: 1 })
  })
  it('counts a finding on a correct row, and a second one on a faulty row, as falsely flagged', async () => {
    const wrong = [
      { file: '01-东郊社区.csv', row: 3, codes: ['place.unproven'], outcome: 'review' },
      { file: '01-东郊社区.csv', row: 5, codes: ['population.name', 'identity.sex'], outcome: 'review' },
      { file: '02-石门社区.xlsx', row: 7, codes: [], outcome: 'unchanged' },
    ]
    const table = await compareWithTruth(truthFile, wrong, [9, 10])
    for (const code of ['place.unproven', 'identity.sex', 'unchanged', 'not-yet-registered'])
      expect([code, of(table, code)?.falselyFlagged]).toEqual([code, 1])
    expect(of(table, 'population.name')?.found).toBe(1)
  })
  it('reads a stream, and counts a repeated row once', async () => {
    const stream = async function* () {
      yield* right
      yield* right
    }
    expect(of(await compareWithTruth(truthFile, stream()), 'population.name')).toMatchObject({ made: 1, found: 1, missed: 0 })
  })
  it('refuses unknown finding codes', async () => {
    await expect(
      compareWithTruth(truthFile, [{ file: 'a', row: 1, codes: ['voter.disliked'], outcome: 'review' }]),
    ).rejects.toThrow('voter.disliked')
  })
})

describe('the table for a terminal', () => {
  const width = (text: string) => [...text].reduce((sum, c) => sum + ((c.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1), 0)
  it.each(['zh', 'en'] as const)('has aligned columns in %s', async language => {
    const table = await compareWithTruth(truthFile, right, [9, 12])
    const lines = printFaultTable(table.rows, language).split('\n')
    expect(lines.length).toBe(table.rows.length + 4)
    expect(new Set(lines.map(width)).size).toBe(1)
    expect(lines[0]).toContain(language === 'zh' ? '误报' : 'falsely flagged')
    expect(lines.at(-1)).toMatch(/8\s+8\s+0\s+0$/)
  })
})
