/** docs/law ties article, rule, code and test together; fails if one is missing. UPDATE_DOCS=1 rewrites generated tables. */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mapDistrictColumns, readDistrictRow } from '@mingce/domain/district'
import { objectionRulesFor, RULE_SETS, timetable } from '@mingce/domain/election'
import { POPULATION_REFUSALS } from '@mingce/domain/population'
import { FINDINGS } from '@mingce/domain/registration'
import { judgePublication, listDue } from '@mingce/domain/roll'
import { beforeAll, describe, expect, it } from 'vitest'

const stepsOf = (input: Pick<Parameters<typeof timetable>[0], 'rules' | 'byElection'>) => {
  const made = timetable({ day: '2026-12-20', ...input })
  if (!made.ok) throw new Error(made.error.text.en)
  return made.value
}

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
const page = resolve(root, 'docs/law/README.md')
const severities = { refused: '退回 refused', review: '待审核 review', note: '提示 note' } as const

const between = (text: string, name: string): readonly [string, string, string] => {
  const [before = '', rest = ''] = text.split(`<!-- ${name} -->`)
  const [inside = '', after = ''] = rest.split(`<!-- /${name} -->`)
  return [before, inside, after]
}
const replaced = (text: string, name: string, rows: readonly string[]): string => {
  const [before, , after] = between(text, name)
  return `${before}<!-- ${name} -->\n${rows.join('\n')}\n<!-- /${name} -->${after}`
}

const findings = [
  '| code | bit | | article | 意思 what it means | 怎么办 what to do |',
  '|---|---|---|---|---|---|',
  ...FINDINGS.map(
    ({ code, bit, severity, article, title, next }) =>
      `| \`${code}\` | ${bit} | ${severities[severity]} | ${article} | ${title.zh}<br>${title.en} | ${next.zh}<br>${next.en} |`,
  ),
]
const refusals = [
  '| code | article | 意思 what it means | 怎么办 what to do |',
  '|---|---|---|---|',
  ...POPULATION_REFUSALS.map(
    ({ code, article, title, next }) => `| \`${code}\` | ${article} | ${title.zh}<br>${title.en} | ${next.zh}<br>${next.en} |`,
  ),
]

interface Row {
  readonly article: string
  readonly cells: readonly string[]
}

/** Rows of the hand-written tables, which are those whose cells link to code. */
const rowsOf = (text: string): Row[] =>
  text
    .split('\n')
    .filter(line => line.startsWith('| ') && line.includes(']('))
    .map(line => {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim())
      return { article: cells[0] ?? '', cells }
    })

/** Files linked from a cell, each with the names after it: symbols in backquotes, test titles in quotation marks. */
const mentions = (cell: string) =>
  [...cell.matchAll(/\]\(([^)]+)\)([^[]*)/g)].map(([, target = '', tail = '']) => ({
    file: resolve(dirname(page), target),
    symbols: [...tail.matchAll(/`([^`]+)`/g)].map(([, symbol = '']) => symbol),
    titles: [...tail.matchAll(/“([^”]*)”/g)].map(([, title = '']) => title),
  }))

const split = (articles: string): string[] => articles.split(/,\s*/)

describe('docs/law', () => {
  let text: string
  let rows: Row[]
  beforeAll(async () => {
    text = await readFile(page, 'utf8')
    rows = rowsOf(text)
  })

  it('lists every finding and every refusal as in the code', async () => {
    const expected = replaced(replaced(text, 'findings', findings), 'refusals', refusals)
    if (process.env.UPDATE_DOCS === '1') await writeFile(page, expected)
    else expect(text).toBe(expected)
  })

  it('has a row for every article cited in the code', () => {
    const terms = {
      pollingDay: '2026-12-20',
      due: listDue('2026-12-20'),
      rules: objectionRulesFor('default'),
      kind: 'list',
    } as const
    const publication = judgePublication(terms, '2026-12-10')
    const named = [
      ...FINDINGS.map(finding => finding.article),
      ...POPULATION_REFUSALS.map(refusal => refusal.article),
      ...RULE_SETS.flatMap(rules => [false, true].flatMap(byElection => stepsOf({ rules, byElection }))).map(
        ({ article }) => article,
      ),
      ...(publication.ok ? [] : [publication.error.article]),
    ].flatMap(split)
    const known = new Set(rows.flatMap(row => split(row.article)))
    expect([...new Set(named)].filter(article => !known.has(article))).toEqual([])
  })

  it('names existing symbols and tests', async () => {
    const gone: string[] = []
    for (const { cells } of rows)
      for (const { file, symbols, titles } of cells.flatMap(mentions)) {
        const path = relative(root, file)
        if (!existsSync(file)) {
          gone.push(path)
          continue
        }
        const code = await readFile(file, 'utf8')
        for (const name of symbols) if (!code.includes(name)) gone.push(`${path}: ${name}`)
        for (const title of titles) if (title === '' || !code.includes(title)) gone.push(`${path}: “${title}”`)
      }
    expect(gone).toEqual([])
  })

  it('names a test for every rule, or says that there is none yet', () => {
    const tables = rows.filter(row => row.cells.length === 4)
    expect(tables.length).toBeGreaterThan(20)
    expect(tables.filter(row => !/“.+”|^none yet$/.test(row.cells[3] ?? '')).map(row => row.article)).toEqual([])
  })
})

describe('rules of docs/law without a test elsewhere', () => {
  it('a district has one to three seats (EL 25)', () => {
    const columns = mapDistrictColumns(['级别', '选区', '代表名额', '社区'])
    if (!columns.ok) throw new Error('the header is read')
    const takes = (seats: string) => readDistrictRow(['县级', '第一选区', seats, '甲、乙'], columns.value).ok
    expect(['1', '2', '3'].filter(takes)).toEqual(['1', '2', '3'])
    expect(['0', '4', '', '1.5', '二'].filter(takes)).toEqual([])
  })

  it('the steps are due on E−20, E−15, E−7 and E−5 (EL 28, 29, 32)', () => {
    const named = ['list-published', 'nominees-published', 'candidates-published', 'suit-filed', 'polling']
    const [rules] = RULE_SETS
    if (!rules) throw new Error('there are no rule sets')
    const steps = stepsOf({ rules, byElection: false }).filter(({ step }) => named.includes(step))
    expect(steps.map(({ step, date }) => [step, date])).toEqual([
      ['list-published', '2026-11-30'],
      ['nominees-published', '2026-12-05'],
      ['candidates-published', '2026-12-13'],
      ['suit-filed', '2026-12-15'],
      ['polling', '2026-12-20'],
    ])
  })
})
