import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COLUMNS, explainCode, mapColumns } from '@mingce/domain/registration'
import Excel from 'exceljs'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TableBroken } from '../sources/index.ts'
import { openTable } from './open-table.ts'
import { type ReportedRow, writeReport } from './report.ts'
import { notesAfterReading, type Table } from './table.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-tables-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const columns = COLUMNS.registrations
const save = async (name: string, bytes: string | Buffer): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}
const opened = async (path: string): Promise<Table> => {
  const table = await openTable(path, { columns })
  if (!table.ok) throw new Error(table.error.code)
  return table.value
}
const refusal = async (path: string): Promise<string> => {
  const table = await openTable(path, { columns })
  return table.ok ? 'opened' : table.error.code
}
const all = async (table: Table): Promise<{ rowNo: number; cells: string[] }[]> => {
  const rows: { rowNo: number; cells: string[] }[] = []
  for await (const batch of table.rows())
    for (const [i, cells] of batch.cells.entries()) rows.push({ rowNo: batch.rowNos[i] ?? 0, cells })
  return rows
}
async function* sequence(results: ReportedRow[]): AsyncGenerator<ReportedRow> {
  yield* results
}

const MESSY = [
  '南磨房地区选民登记花名册,,,',
  '',
  '序号,姓 名,居民身份证号码*,性别（男/女）',
  '1,张三,11010519491231002X,女',
  ',,,',
  '2,"李""四""","440524\n188001010014",男',
  '序号,姓 名,居民身份证号码*,性别（男/女）',
  '3,王五',
  '小计,,2,',
  '合计,3人,,',
  '填表人：赵六,,,',
].join('\r\n')
/** 王𠮷 and 陈䶮 in GB18030: of four and of two bytes. */
const GB_NAMES = Buffer.concat([
  Buffer.from('cdf5', 'hex'),
  Buffer.from('9534b235', 'hex'),
  Buffer.from('2c', 'hex'),
  Buffer.from('b3c2fe9f', 'hex'),
])
const GB_HEADER = Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac5', 'hex') // 姓名,身份证号

describe('CSV', () => {
  it('with titles, empty rows, totals, quotes and repeated headers', async () => {
    const table = await opened(await save('messy.csv', MESSY))
    expect(table).toMatchObject({ format: 'csv', encoding: 'utf-8', delimiter: ',', headerRow: 3 })
    expect(table.columns.at).toMatchObject({ name: 1, number: 2, sex: 3 })
    expect(table.notes.map(note => note.zh)).toEqual(['表头在第3行，上面的标题行已跳过', '未使用的列：“序号”'])
    expect(await all(table)).toEqual([
      { rowNo: 4, cells: ['1', '张三', '11010519491231002X', '女'] },
      { rowNo: 6, cells: ['2', '李"四"', '440524\n188001010014', '男'] },
      { rowNo: 8, cells: ['3', '王五'] },
    ])
    expect(table.skipped()).toEqual({ empty: 1, totals: 3, headers: 1, captions: 0 })
    expect(notesAfterReading(table).at(-1)).toEqual({
      zh: '不是人员的行没有读入：空行1行，合计、签名等3行，重复的表头1行',
      en: 'Rows that are not people were left out: 1 empty, 3 with totals or signatures, 1 repeating the header',
    })
  })

  it('has no note about rows left out if there are none', async () => {
    const table = await opened(await save('plain.csv', '姓名,公民身份号码\n张三,11010519491231002X\n'))
    await all(table)
    expect(notesAfterReading(table)).toEqual(table.notes)
  })

  it('in GB18030, with characters of four bytes', async () => {
    const table = await opened(await save('gb.csv', Buffer.concat([GB_HEADER, Buffer.from('\n'), GB_NAMES, Buffer.from('\n')])))
    expect(table.encoding).toBe('gb18030')
    expect((await all(table))[0]?.cells).toEqual(['王𠮷', '陈䶮'])
  })

  it.each([
    ['utf-16le', true],
    ['utf-16le', false],
    ['utf-16be', true],
    ['utf-16be', false],
  ] as const)('in %s, with a mark: %s', async (encoding, mark) => {
    const bytes = Buffer.from(
      `${mark ? '\ufeff' : ''}姓名\t身份证号\n王𠮷\t11010519491231002X\n𬭎三\t440524188001010014\n`,
      'utf16le',
    )
    const table = await opened(await save('wide.csv', encoding === 'utf-16be' ? bytes.swap16() : bytes))
    expect(table).toMatchObject({ encoding, delimiter: '\t', header: ['姓名', '身份证号'] })
    expect((await all(table)).map(row => row.cells[0])).toEqual(['王𠮷', '𬭎三'])
  })

  it('in UTF-8 with a byte order mark, semicolons, bare carriage returns and no final line end', async () => {
    const table = await opened(await save('mac.csv', '\ufeff姓名;身份证号\r张三;1\r李四;2'))
    expect((await all(table)).map(row => row.cells)).toEqual([
      ['张三', '1'],
      ['李四', '2'],
    ])
  })

  it('that is all ASCII long before the first Chinese name', async () => {
    const ascii = `Name,ID number\n${'A,1\n'.repeat(300_000)}`
    const table = await opened(await save('late.csv', Buffer.concat([Buffer.from(ascii), GB_NAMES, Buffer.from('\n')])))
    expect(table.encoding).toBe('gb18030')
    expect((await all(table)).at(-1)).toEqual({ rowNo: 300_002, cells: ['王𠮷', '陈䶮'] })
  })

  it('in chunks, with any character at their boundaries', async () => {
    // Rows of varying length put quotes, line ends and characters of four bytes at the boundaries of the chunks.
    const rows = Array.from({ length: 60_000 }, (_, i) => [
      `𠮷${'某'.repeat(i % 7)}`,
      String(i),
      i % 50 === 0 ? `第${i}"号"\n楼` : `路${i}`,
    ])
    const line = (row: string[]) => row.map(cell => (/["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
    const table = await opened(await save('pieces.csv', `姓名,身份证号,地址\r\n${rows.map(line).join('\r\n')}\r\n`))
    const read = await all(table)
    expect(read.length).toBe(rows.length)
    expect(read.findIndex((row, i) => row.rowNo !== i + 2 || row.cells.join('|') !== rows[i]?.join('|'))).toBe(-1)
  })

  it('is streamed: memory does not grow with the file', async () => {
    const path = await save(
      'large.csv',
      `姓名,身份证号,地址\n${`张三,11010519491231002X,${'某路一号院'.repeat(8)}\n`.repeat(300_000)}`,
    )
    const table = await opened(path)
    let most = 0
    let before = 0
    let batches = 0
    for await (const batch of table.rows()) {
      if (++batches === 10) before = process.memoryUsage().rss
      if (batches > 10) most = Math.max(most, process.memoryUsage().rss - before)
      expect(batch.cells.length).toBeLessThan(20_000)
    }
    expect(most).toBeLessThan(table.totalBytes * 2)
    expect(most).toBeLessThan(150e6)
  })

  it('with an unclosed quote fails with the row of the quote', async () => {
    const table = await opened(await save('quotes.csv', '姓名,身份证号\n张三,1\n"李四,2\n王五,3\n'))
    await expect(all(table)).rejects.toThrow(TableBroken)
    await expect(all(table)).rejects.toMatchObject({
      fault: { code: 'table.broken-quotes', text: { zh: expect.stringContaining('第3行') } },
    })
  })

  it('with too many rows is refused', async () => {
    const table = await openTable(await save('many.csv', '姓名,身份证号\na,1\nb,2\nc,3\n'), { columns, maxRows: 2 })
    await expect(table.ok && all(table.value)).rejects.toMatchObject({ fault: { code: 'table.too-many-rows' } })
  })

  it('without known columns has its header in the first row with two cells', async () => {
    const table = await openTable(await save('districts.csv', '选区表\nlevel,name\ncounty,第一选区\n'))
    expect(table.ok && [table.value.headerRow, table.value.header]).toEqual([2, ['level', 'name']])
  })
})

describe('a file that is not a table', () => {
  it('is refused with a reason', async () => {
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')
    expect(await refusal(join(folder, 'nothing.csv'))).toBe('table.not-found')
    expect(await refusal(folder)).toBe('table.not-a-table')
    expect(await refusal(await save('empty.csv', ''))).toBe('table.empty')
    expect(await refusal(await save('old.xls', Buffer.concat([ole, Buffer.alloc(600)])))).toBe('table.damaged')
    expect(
      await refusal(
        await save('locked.xlsx', Buffer.concat([ole, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')])),
      ),
    ).toBe('table.password')
    expect(await refusal(await save('scan.pdf', '%PDF-1.7 \n'))).toBe('table.scan')
    expect(await refusal(await save('broken.xlsx', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(300)])))).toBe(
      'table.damaged',
    )
    expect(await refusal(await save('prose.csv', '各单位：\n请报送名单\n'))).toBe('table.no-header')
    expect(await refusal(await save('nonumber.csv', '姓名,性别\n张三,男\n'))).toBe('table.missing-column')
  })
})

/** A typical workbook of a unit: a cover sheet, titles above the header, numeric and date cells, a total row. */
const workbook = async (): Promise<string> => {
  const book = new Excel.Workbook()
  book.addWorksheet('说明').addRows([['填写说明'], ['请按身份证填写']])
  const sheet = book.addWorksheet('花名册')
  sheet.mergeCells('A1:E1')
  sheet.getCell('A1').value = '某单位选民登记表'
  sheet.addRow([])
  sheet.addRow(['姓名', '身份证号', '出生日期', '联系电话', '单位'])
  sheet.addRow([
    '张三',
    '11010519491231002X',
    new Date(Date.UTC(1949, 11, 31)),
    13800000000,
    { richText: [{ text: '某' }, { text: '单位' }] },
  ])
  sheet.addRow(['李四', 110105194912310000, 18263, '=1+1', { formula: 'A4', result: '某厂' }])
  sheet.getCell('A8').value = '王𠮷'
  sheet.getCell('B8').value = 110105491231002
  sheet.getCell('A9').value = '合计'
  sheet.getCell('B9').value = 3
  book.addWorksheet('备份').addRow(['姓名', '身份证号'])
  const path = join(folder, 'roster.xlsx')
  await book.xlsx.writeFile(path)
  return path
}

describe('XLSX', () => {
  it('with a cover sheet, merged titles, numbers, days, formulas, rich text and a total row', async () => {
    const table = await opened(await workbook())
    expect(table).toMatchObject({ format: 'xlsx', sheet: '花名册', otherSheets: ['说明'], headerRow: 3 })
    expect(table.notes.map(note => note.zh)).toEqual(['表头在第3行，上面的标题行已跳过', '没有人员的工作表：“说明”'])
    expect(await all(table)).toEqual([
      { rowNo: 4, cells: ['张三', '11010519491231002X', '1949-12-31', '13800000000', '某单位'] },
      { rowNo: 5, cells: ['李四', '1.1010519491231e+17', '18263', '=1+1', '某厂'] },
      { rowNo: 8, cells: ['王𠮷', '110105491231002'] },
    ])
    expect(table.skipped().totals).toBe(1)
  })
})

describe('the report of an import', () => {
  const results: ReportedRow[] = [
    { rowNo: 4, outcome: 'unchanged', codes: [] },
    { rowNo: 8, outcome: 'refused', codes: ['identity.missing', 'name.missing'] },
  ]

  it('is the same file with three more columns, and can be imported again', async () => {
    const source = await opened(await save('again.csv', MESSY))
    const path = join(folder, 'report.csv')
    await writeReport(source, sequence(results), path, { explain: explainCode })
    const text = await readFile(path, 'utf8')
    expect(text.startsWith('\ufeff南磨房地区选民登记花名册')).toBe(true)
    const report = await opened(path)
    expect(report.header.slice(-3)).toEqual(['结果', '代码', '怎么办'])
    // The report's own columns do not count as unknown columns.
    expect(report.notes).toEqual(source.notes)
    const rows = await all(report)
    expect(rows.map(row => [row.rowNo, ...row.cells.slice(4, 6)])).toEqual([
      [4, '未变', ''],
      [6, '接收', ''],
      [8, '退回', 'identity.missing name.missing'],
    ])
    expect(rows[1]?.cells.slice(0, 4)).toEqual(['2', '李"四"', '440524\n188001010014', '男'])
    expect(rows[2]?.cells[6]).toContain('没有公民身份号码：补上身份证号后重新报送')

    const second = join(folder, 'second.csv')
    await writeReport(report, sequence([]), second, { explain: explainCode, language: 'en' })
    const again = await opened(second)
    expect(again.header).toEqual([...source.header, 'Result', 'Code', 'What to do'])
    expect((await all(again))[2]?.cells.slice(4)).toEqual(['accepted', '', ''])
  })

  it('of a workbook keeps numbers as text', async () => {
    const source = await opened(await workbook())
    const path = join(folder, 'report.xlsx')
    await writeReport(source, sequence([{ rowNo: 5, outcome: 'refused', codes: ['identity.precision-lost'] }]), path, {
      explain: explainCode,
    })
    const report = await opened(path)
    expect(report.sheet).toBe('花名册')
    const rows = await all(report)
    expect(rows.map(row => row.rowNo)).toEqual([4, 5, 8])
    expect(rows[0]?.cells.slice(0, 6)).toEqual(['张三', '11010519491231002X', '1949-12-31', '13800000000', '某单位', '接收'])
    expect(rows[1]?.cells.slice(5, 7)).toEqual(['退回', 'identity.precision-lost'])
    const book = new Excel.Workbook()
    await book.xlsx.readFile(path)
    const cell = book
      .getWorksheet('花名册')
      ?.getRow(rows[2]?.rowNo ?? 0)
      .getCell(2)
    expect([cell?.type, cell?.numFmt]).toEqual([Excel.ValueType.String, '@'])
    expect(mapColumns(report.header, 'registrations').unknown).toEqual([])
  })

  it('starts no formula, also where a cell that came in did, and gives the text back when it is imported again', async () => {
    const NUMBER = '11010519491231002X'
    const header = ['姓名', '公民身份号码', '单位']
    const formula = '=HYPERLINK("http://x.example")'
    const csv = await save(
      'formula.csv',
      [
        header,
        ['张三', NUMBER, `"${formula.replaceAll('"', '""')}"`],
        ['李四', NUMBER, '@SUM(A1)'],
        ['王五', NUMBER, "'+86"],
      ].join('\n'),
    )
    const path = join(folder, 'report.csv')
    await writeReport(await opened(csv), sequence([]), path, { explain: explainCode })
    const cells = Papa.parse<string[]>((await readFile(path, 'utf8')).slice(1), { newline: '\r\n' }).data.flat()
    expect(cells.filter(cell => /^\s*[=+\-@]/.test(cell))).toEqual([])
    expect((await all(await opened(path))).map(row => row.cells[2])).toEqual([formula, '@SUM(A1)', '+86'])

    const book = new Excel.Workbook()
    const sheet = book.addWorksheet('花名册')
    sheet.addRow(header)
    sheet.addRow(['张三', NUMBER, formula])
    sheet.addRow(['李四', NUMBER, { formula: 'HYPERLINK("http://x.example")', result: formula }])
    const xlsx = join(folder, 'formula.xlsx')
    await book.xlsx.writeFile(xlsx)
    const second = join(folder, 'formula-report.xlsx')
    await writeReport(await opened(xlsx), sequence([]), second, { explain: explainCode })
    const written = new Excel.Workbook()
    await written.xlsx.readFile(second)
    const kinds: unknown[] = []
    written.worksheets[0]?.eachRow(row => row.eachCell(cell => void kinds.push([cell.type, cell.numFmt])))
    expect(new Set(kinds.map(String))).toEqual(new Set([`${Excel.ValueType.String},@`]))
    expect((await all(await opened(second))).map(row => row.cells[2])).toEqual([formula, formula])
  })
})
