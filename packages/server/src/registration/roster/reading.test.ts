/** How a person has a file read: chosen columns and sheets, remembered for the office; questions and notes of the preview. */
import { join } from 'node:path'
import Excel from 'exceljs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { parseColumns } from '../reading/index.ts'
import { openImportFiles } from '../testing/import-files.ts'
import { numberOf } from '../testing/office.ts'
import { runImport } from './service.import.ts'
import { previewImport } from './service.uploads.ts'

describeStores('the reading of a file', open => {
  let ctx: Context
  let election: Election
  let folder: string
  let files: Awaited<ReturnType<typeof openImportFiles>>

  beforeEach(async () => {
    files = await openImportFiles(await open())
    ;({ ctx, election, folder } = files)
  })
  afterEach(() => files.close())

  const save = (name: string, text: string) => files.save(name, text)
  const preview = async (file: { path: string; name: string }, reading?: Parameters<typeof previewImport>[1]['reading']) => {
    const answer = await previewImport(ctx, { electionId: election.id, kind: 'registrations', file, reading })
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.value
  }
  const load = async (kind: 'registrations' | 'population', file: { path: string; name: string }, more: object = {}) =>
    runImport(ctx, { electionId: election.id, kind, files: [file], ...more }, () => {})
  const people = () => readRows<{ name: string }>(ctx.database, 'SELECT name FROM registration ORDER BY name')

  it('is asked where columns are not known, and then remembered for files with the same columns', async () => {
    const file = await save('one.csv', `甲栏,乙栏\n${numberOf('1990-03-05', 1)},Jean Martin\n`)
    const asked = await preview(file)
    expect(asked.missing).toContain('name')
    expect(asked.columns.map(column => column.header)).toEqual(['甲栏', '乙栏'])
    expect(asked.columns[0]?.samples[0]).toMatch(/^110\*+/)
    expect(asked.fields.filter(field => field.required).map(field => field.field)).toEqual(['name', 'number'])

    const reading = {
      columns: [
        { column: 0, field: 'number' },
        { column: 1, field: 'name' },
      ],
      leaveOut: [],
    }
    expect(await preview(file, reading)).toMatchObject({ missing: [], isRemembered: false })
    expect(await load('registrations', file, { reading })).toMatchObject({ ok: true })
    expect(await people()).toEqual([{ name: 'Jean Martin' }])

    const later = await save('two.csv', `甲栏,乙栏\n${numberOf('1991-03-05', 2)},Marie Curie\n`)
    expect(await preview(later)).toMatchObject({ missing: [], isRemembered: true })
    expect(await load('registrations', later)).toMatchObject({ ok: true })
    expect(await people()).toEqual([{ name: 'Jean Martin' }, { name: 'Marie Curie' }])
    const stored = JSON.stringify(await readRows(ctx.database, 'SELECT reading FROM import'))
    expect(stored).not.toContain('甲栏')
  })

  it('of a workbook with a sheet that cannot be read needs a decision', async () => {
    const book = new Excel.Workbook()
    book.addWorksheet('名单').addRows([
      ['姓名', '身份证号'],
      ['张三', numberOf('1990-03-05', 1)],
    ])
    book.addWorksheet('旧表').addRows([
      ['编号', '号码'],
      ['1', numberOf('1991-03-05', 2)],
    ])
    const file = { path: join(folder, 'book.xlsx'), name: 'book.xlsx' }
    await book.xlsx.writeFile(file.path)
    expect((await preview(file)).sheets).toMatchObject([
      { name: '名单', isRead: true },
      { name: '旧表', isRead: false, people: 1 },
    ])
    expect(await load('registrations', file)).toMatchObject({
      ok: false,
      error: { text: { zh: expect.stringContaining('旧表') } },
    })
    const reading = { columns: [], leaveOut: ['旧表'] }
    expect(await load('registrations', file, { reading })).toMatchObject({ ok: true })
    expect(await people()).toEqual([{ name: '张三' }])
  })

  it('is written on the command line by letters or names', async () => {
    const { path } = await save('one.csv', '甲栏,乙栏\n1,2\n')
    expect(await parseColumns('姓名=B,身份证号=甲栏', path, 'registrations')).toEqual({
      ok: true,
      value: [
        { column: 1, field: 'name' },
        { column: 0, field: 'number' },
      ],
    })
    expect(await parseColumns('姓名=第二列,籍贯=B', path, 'registrations')).toEqual({
      ok: false,
      error: ['姓名=第二列', '籍贯=B'],
    })
  })

  it('asks about a file whose people mostly live elsewhere by the register, and notes each of them', async () => {
    const rows = [1, 2, 3, 4, 5, 6].map(one => ({ name: `王${'甲乙丙丁戊己'[one - 1]}`, number: numberOf('1980-01-01', one) }))
    const register = rows.map(({ name, number }) => `${name},${number},百子湾西社区`).join('\n')
    expect(await load('population', await save('p.csv', `姓名,身份证号,社区\n${register}\n`))).toMatchObject({ ok: true })
    const roster = rows.map(({ name, number }) => `${name},${number},朝阳区南磨房东郊社区,已故`).join('\n')
    const file = await save('r.csv', `姓名,身份证号,社区,备注\n${roster}\n`)
    const { questions } = await preview(file)
    expect(questions[0]?.zh).toContain(
      '有6人按人口信息住在别的社区：名册多写“东郊社区居民委员会”，人口信息多为“百子湾西社区居民委员会”',
    )
    const imported = await load('registrations', file)
    expect(imported).toMatchObject({
      ok: true,
      value: [{ counts: { rows: 6, review: 6, findings: { 'remark.reported': 6, 'place.elsewhere': 6 } } }],
    })
    const evidence = await readRows<{ evidence: unknown }>(
      ctx.database,
      "SELECT DISTINCT evidence FROM finding WHERE code = 'remark.reported'",
    )
    expect(evidence).toEqual([{ evidence: { word: '已故' } }])
  })

  it('says in the preview that numbers were rounded, and shows none of them', async () => {
    const file = await save('r.csv', '姓名,身份证号\n张三,1.10105199003050E+17\n李四,1.10105E+17\n')
    const { notes, columns } = await preview(file)
    expect(notes.map(note => note.zh).join()).toContain('只剩前15位')
    expect(notes.map(note => note.zh).join()).toContain('没有社区一列')
    expect(JSON.stringify({ notes, columns })).not.toMatch(/10105199003050|199003/)
  })
})
