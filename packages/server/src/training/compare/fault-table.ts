/** The table of faults for a terminal: made, found, missed, falsely flagged, in Chinese or English. */
import { FINDINGS } from '@mingce/domain/registration'
import type { Text } from '@mingce/domain/result'
import type { FaultRow } from './compare.ts'

/** Wide characters take two columns of a terminal: all that the titles use begins at U+2E80, but for the dashes and marks of English. */
const widthOf = (text: string): number => [...text].reduce((width, c) => width + ((c.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1), 0)
const left = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)))
const right = (text: string, width: number) => ' '.repeat(Math.max(0, width - widthOf(text))) + text

const titles = new Map<string, Text>([
  ...FINDINGS.map(finding => [finding.code, finding.title] as const),
  ['unchanged', { zh: '与已有登记相同，未变', en: 'Same as an existing registration' }],
  ['not-yet-registered', { zh: '符合条件而未登记', en: 'Eligible and not registered' }],
])
const HEADER: Record<'zh' | 'en', readonly string[]> = {
  zh: ['项目', '含义', '放入', '查出', '漏查', '误报'],
  en: ['code', 'meaning', 'made', 'found', 'missed', 'falsely flagged'],
}

/** Lines of a table whose columns stand under each other in a terminal; the last line sums up. No line end at the end. */
export const printFaultTable = (rows: readonly FaultRow[], language: 'zh' | 'en'): string => {
  const counts = (row: Omit<FaultRow, 'code'>) => [row.made, row.found, row.missed, row.falselyFlagged].map(String)
  const sum = rows.reduce(
    (total, row) => ({
      made: total.made + row.made,
      found: total.found + row.found,
      missed: total.missed + row.missed,
      falselyFlagged: total.falselyFlagged + row.falselyFlagged,
    }),
    { made: 0, found: 0, missed: 0, falselyFlagged: 0 },
  )
  const lines = [
    HEADER[language],
    ...rows.map(row => [row.code, titles.get(row.code)?.[language] ?? '', ...counts(row)]),
    [language === 'zh' ? '合计' : 'all', '', ...counts(sum)],
  ]
  const widths = HEADER[language].map((_, column) => Math.max(...lines.map(line => widthOf(line[column] ?? ''))))
  const print = (line: readonly string[]) =>
    line.map((cell, column) => (column < 2 ? left : right)(cell, widths[column] ?? 0)).join('  ')
  const rule = widths.map(width => '─'.repeat(width)).join('  ')
  const [header = [], ...rest] = lines
  const last = rest.pop() ?? []
  return [print(header), rule, ...rest.map(print), rule, print(last)].map(line => line.trimEnd()).join('\n')
}
