import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { parseCsv } from '../sources/index.ts'
import { csvLines } from './csv-writer.ts'

it('quotes cells only where necessary', () => {
  expect(csvLines([['张三', 'a,b', 'say "no"', 'two\nlines', ' x', '　全角', '', null, 12], ['李四']])).toBe(
    '张三,"a,b","say ""no""","two\nlines"," x","　全角",,,12\r\n李四\r\n',
  )
  expect(csvLines([[''], ['x']], { lineEnd: '\n' })).toBe('\nx\n')
  expect(csvLines([])).toBe('')
})

const FORMULAS = [
  '=1+1',
  '+86 10',
  '-1',
  '@SUM(A1)',
  '\tx',
  '\rx',
  '\nx',
  '=A1\n+B1',
  ' =1',
  '　=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  "'=1",
]

it('writes no cell that a spreadsheet would run, and reading gives back every text', () => {
  const rows = [FORMULAS, ['王-芳', '1=1', "'张三", "o'brien"]]
  const text = csvLines(rows)
  const cells = Papa.parse<string[]>(text, { newline: '\r\n' }).data
  expect(cells.slice(0, 2)).toEqual([FORMULAS.map(cell => `'${cell}`), rows[1]])
  const { rows: read } = parseCsv(csvLines(rows, { lineEnd: '\n' }))
  expect(read).toEqual(rows)
})

it('has one writer: no other source writes CSV or a workbook', () => {
  const source = fileURLToPath(new URL('../../..', import.meta.url))
  const users = (name: string) =>
    readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter(
        file =>
          file.endsWith('.ts') &&
          !/\.test\.ts$|(^|\/)testing\//.test(file) &&
          readFileSync(path.join(source, file), 'utf8').includes(`from '${name}'`),
      )
      .map(file => file.replaceAll('\\', '/'))
      .sort()
  expect(users('papaparse')).toEqual(['platform/files/sources/csv.ts', 'platform/files/tables/csv-writer.ts'])
  // Cells of workbooks are texts, never formulas; synth makes practice files.
  expect(users('exceljs')).toEqual([
    'platform/files/tables/report.ts',
    'platform/files/tables/table-writer.ts',
    'training/synth/tables/workbook.ts',
  ])
})
