/** Worked cases of nomination and of the count on the command line, and input that is refused. They open no store. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OPEN_POINTS } from '@mingce/domain/election'
import { LOCAL_NOMINATION } from '@mingce/domain/nomination'
import { LOCAL_TALLY } from '@mingce/domain/tally'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { run as runCommand } from '../testing/run.ts'
import { faults } from './testing/law-case.ts'

const goldens = fileURLToPath(new URL('goldens/', import.meta.url))
const CASES = readdirSync(goldens).map(name => JSON.parse(readFileSync(join(goldens, name), 'utf8')))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-law-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => vi.stubEnv('MINGCE_DATA', join(folder, 'data')))
afterEach(() => vi.unstubAllEnvs())

const run = async (command: string, input: unknown, ...more: readonly string[]) => {
  const file = join(folder, 'input.json')
  await writeFile(file, typeof input === 'string' ? input : JSON.stringify(input))
  return runCommand(...command.split(' '), file, ...more)
}
const inputOf = (id: string) => {
  const found = CASES.find(one => one.id.startsWith(id))
  if (!found) throw new Error(id)
  return structuredClone(found.input)
}

describe('worked cases of the law', () => {
  it.each(CASES.map(one => [one.id, one] as const))('%s', async (_, { command, input, expect: expected }) => {
    const { exit = 0, ...want } = expected
    const ran = await run(command, input, '--json')
    expect(ran.code, ran.err).toBe(exit)
    expect(faults(want, JSON.parse(ran.out))).toEqual([])
  })

  it('are compared so that a difference fails', () => {
    expect(faults({ valid: true, elected: ['A', 'B'] }, { valid: true, elected: ['B', 'A'] })).toEqual([])
    expect(faults({ open: [] }, { open: ['silence'] })).toHaveLength(1)
    expect(faults({ open: { $lacks: ['silence'] } }, { open: ['silence'] })).toHaveLength(1)
    expect(faults({ order: ['A', 'B'] }, { order: ['B', 'A'] })).toHaveLength(1)
    expect(faults({ article: 'EL 4' }, { article: 'EL 45' })).toHaveLength(1)
    expect(faults({ nominees: [{ id: 'X', listed: true }] }, { nominees: [{ id: 'X', listed: null }] })).toHaveLength(1)
  })

  it('open no store', () => {
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })
})

describe('the answer for people', () => {
  it.each([
    ['nomination evaluate', '058', ['不列入：本人退出', 'not listed: withdrew', '人数不足：须推迟选举日（选举法第三十一条']],
    ['candidates order', '064', ['1. w', '北京市实施细则第四十三条']],
    ['candidates primary', '081', ['末位票数相等', 'border-tie', '其中 1 名尚不能确定']],
    ['ballot judge', '087', ['3  废票（选举法第四十四条）', '3  void']],
    ['tally evaluate', '131', ['当选：A', 'elected: A', '另行选举，2 名：B、C、D', 'votes needed: 301']],
    ['tally evaluate', '123', ['法律未定、影响结果：write-in-wins']],
  ] as const)('of %s (%s) is in both languages', async (command, id, words) => {
    const ran = await run(command, inputOf(id))
    expect(ran.code).toBe(0)
    for (const word of words) expect(ran.out).toContain(word)
  })
})

describe('input that is not as described', () => {
  const tally = inputOf('116')
  const nomination = inputOf('058')
  const primary = inputOf('081')
  it.each([
    ['no JSON', 'tally evaluate', '{"rules": '],
    ['a list', 'tally evaluate', []],
    ['a field too many', 'tally evaluate', { ...tally, turnout: 1 }],
    ['a field too few', 'tally evaluate', { ...tally, issued: undefined }],
    ['rules of nowhere', 'tally evaluate', { ...tally, rules: 'nowhere' }],
    ['half a seat', 'tally evaluate', { ...tally, seats: 0.5 }],
    ['no seats', 'tally evaluate', { ...tally, seats: 0 }],
    ['fewer than no ballots', 'tally evaluate', { ...tally, void: -1 }],
    ['two people of one id', 'tally evaluate', { ...tally, votes: [...tally.votes, tally.votes[0]] }],
    ['an open point of no name', 'tally evaluate', { ...tally, settings: { turnout: 'issued' } }],
    ['a value that an open point has not', 'tally evaluate', { ...tally, settings: { 'took-part': 'registered' } }],
    ['a mark that is none', 'ballot judge', { seats: 1, marks: ['maybe'] }],
    ['a ballot without lines', 'ballot judge', { seats: 1, marks: [] }],
    ['a day that is none', 'nomination evaluate', { ...nomination, day: '2026-02-30' }],
    ['a time that is none', 'nomination evaluate', { ...nomination, now: '2026-12-20T24:00' }],
    ['a nomination of nobody', 'nomination evaluate', { ...nomination, nominees: [] }],
    [
      'two nominees of one id',
      'nomination evaluate',
      { ...nomination, nominees: [...nomination.nominees, nomination.nominees[0]] },
    ],
    [
      'a term that ends before it begins',
      'nomination evaluate',
      {
        ...nomination,
        nominees: nomination.nominees.map((one: object) => ({ ...one, deprived: { from: '2026-01-02', until: '2026-01-01' } })),
      },
    ],
    [
      'votes of some',
      'candidates order',
      {
        rules: 'beijing',
        people: [
          { id: 'a', name: '王', votes: 1 },
          { id: 'b', name: '李' },
        ],
      },
    ],
    ['a person without a name', 'candidates order', { rules: 'beijing', people: [{ id: 'a', name: '' }] }],
    ['no candidates wanted', 'candidates primary', { ...primary, wanted: 0 }],
  ])('%s ends with 2 and says so', async (_, command, input) => {
    const ran = await run(command, input, '--json')
    expect(ran).toEqual({ code: 2, out: '{"error":"input"}\n', err: '' })
  })

  it.each([
    ['tally evaluate', { ...tally, void: 601 }],
    ['tally evaluate', { ...tally, issued: 1001 }],
    ['candidates primary', { ...primary, tookPart: 901 }],
  ])('contradicts itself: %s ends with 2', async (command, input) => {
    const ran = await run(command, input, '--json')
    expect(ran).toEqual({ code: 2, out: '{"error":"figures"}\n', err: '' })
  })

  it('is told by its place in both languages, and never by what it says', async () => {
    const ran = await run('nomination evaluate', { ...nomination, nominees: [{ ...nomination.nominees[0], birth: '19800517' }] })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('输入内容不符合格式：nominees.0.birth')
    expect(ran.err).toContain('The input is not as described: nominees.0.birth')
    expect(ran.err).not.toContain('19800517')
  })
})

const page = readFileSync(fileURLToPath(new URL('../../../../../../docs/law/README.md', import.meta.url)), 'utf8')

it('docs/law lists every open point with its values, the default first', () => {
  const rows = page.split('\n').map(line => line.split(' | ').slice(0, 2).join(' | '))
  const due = OPEN_POINTS.map(({ code, values }) => `| \`${code}\` | ${values.map(value => `\`${value}\``).join(', ')}`)
  expect(due.filter(row => !rows.includes(row))).toEqual([])
})

it('docs/law has a row for every article that a province adds', () => {
  const rows = new Set(
    page.split('\n').flatMap(line => (line.startsWith('| ') ? (line.split('|')[1] ?? '').trim().split(', ') : [])),
  )
  const cited = [...Object.values(LOCAL_NOMINATION), ...Object.values(LOCAL_TALLY)].flatMap(local =>
    [...JSON.stringify(local).matchAll(/\b(?:BJ|SH|ZJ|SD) \d+/g)].map(([article]) => article),
  )
  expect([...new Set(cited)].filter(article => !rows.has(article)).sort()).toEqual([])
})
