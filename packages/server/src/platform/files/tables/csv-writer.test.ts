import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { csvLines } from './csv-writer.ts'

it('quotes cells only where necessary', () => {
  expect(csvLines([['张三', 'a,b', 'say "no"', 'two\nlines', ' x', '　全角', '', null, 12], ['李四']])).toBe(
    '张三,"a,b","say ""no""","two\nlines"," x","　全角",,,12\r\n李四\r\n',
  )
  expect(csvLines([[''], ['x']], { lineEnd: '\n' })).toBe('\nx\n')
  expect(csvLines([])).toBe('')
})

it('guards formulas with an apostrophe if requested', () => {
  const formulas = ['=1+1', '+86 10', '-1', '@SUM(A1)', '\tx', '\rx', '=A1\n+B1']
  const guarded = csvLines([formulas, ['王-芳', '1=1']], { guardFormulas: true })
  expect(Papa.parse(guarded, { newline: '\r\n' }).data.slice(0, 2)).toEqual([formulas.map(cell => `'${cell}`), ['王-芳', '1=1']])
  expect(csvLines([['=1+1']])).toBe('=1+1\r\n')
})
