/** The whole command line, run in this process: exit codes, wrong use, and the commands for elections, seats and timetables. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { main } from './main.ts'

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs one command line and collects its output. */
const run = async (...args: readonly string[]): Promise<Ran> => {
  const out: string[] = []
  const err: string[] = []
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(text => void out.push(`${text}\n`)),
    vi.spyOn(console, 'error').mockImplementation(text => void err.push(`${text}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation(text => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation(text => err.push(String(text)) > 0),
  ]
  try {
    return { code: await main(args), out: out.join(''), err: err.join('') }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

beforeEach(() => vi.stubEnv('MINGCE_LANG', 'en'))
afterEach(() => vi.unstubAllEnvs())

describe('wrong use', () => {
  it('prints the help and exits with 0 on request', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: mingce') })
    expect(await run('election', 'create', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--levels') })
  })

  it.each([
    [['no-such-command']],
    [['seats', '--level', 'county']],
    [['seats', '--level', 'province', '--population', '1000']],
    [['seats', '--level', 'county', '--population', 'many']],
    [['seats', '--level', 'county', '--population', '100000', '--extra', '0.06']],
    [['timetable', '--day', '2026-02-30', '--level', 'county']],
    [['timetable', '--day', '2026-12-20', '--level', 'county', '--rules', 'atlantis']],
  ])('exits with 2 and an error message: %j', async args => {
    const { code, out, err } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).not.toBe('')
  })
})

describe('mingce seats', () => {
  it.each([
    ['county', '1550000', 450],
    ['county', '5000000', 450],
    ['township', '172500', 160],
  ])('%s, %s people: %i (EL 12)', async (level, population, total) => {
    const { code, out } = await run('seats', '--level', level, '--population', population, '--json')
    expect([code, JSON.parse(out).total]).toEqual([0, total])
  })

  it('cites the article of each step, in the language of the terminal', async () => {
    expect((await run('seats', '--level', 'county', '--population', '100000')).out).toMatch(/Art\. 12[\s\S]*Seats 160/)
    vi.stubEnv('MINGCE_LANG', 'zh')
    expect((await run('seats', '--level', 'county', '--population', '100000')).out).toMatch(/选举法第十二条[\s\S]*代表名额 160/)
  })
})

describe('mingce timetable', () => {
  it('has the legal dates: 31 July for the list of an election on 20 August (EL 28)', async () => {
    const { code, out } = await run('timetable', '--day', '2026-08-20', '--level', 'county', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)[0]).toMatchObject({ step: 'list-published', date: '2026-07-31', article: 'EL 28' })
  })

  it('prints a calendar file with --ics', async () => {
    const { code, out } = await run('timetable', '--day', '2026-08-20', '--level', 'township', '--ics')
    expect([code, out.startsWith('BEGIN:VCALENDAR')]).toEqual([0, true])
  })
})

describe('mingce election', () => {
  let data: string
  const create = (...more: readonly string[]) =>
    run('--data', data, 'election', 'create', '--area', '110105021', '--levels', 'county,township', '--name', '换届选举', ...more)

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mingce-cli-'))
  })
  afterAll(() => rm(data, { recursive: true, force: true }))

  it('creates an election, lists it, and exits with 3 if refused', async () => {
    expect(await create('--day', '2026-12-20', '--json')).toMatchObject({ code: 0, out: '{"id":"110105021-20261220"}\n' })
    const listed = await run('--data', data, 'election', 'list', '--json')
    expect(JSON.parse(listed.out)).toMatchObject([{ id: '110105021-20261220', ruleSet: 'beijing', districts: 'communities' }])
    const again = await create('--day', '2026-12-27')
    expect([again.code, again.out]).toEqual([3, ''])
    expect(again.err).toContain('选举法第五条')
    expect((await create('--day', 'tomorrow')).code).toBe(3)
  })

  it('names the invalid rows of a district table and changes nothing', async () => {
    const table = join(data, 'districts.csv')
    await writeFile(table, '级别,选区,名额,社区\n县级,第一选区,2,无此社区\n')
    const refused = await create('--day', '2027-03-20', '--round', '2027', '--districts', table)
    expect(refused.code).toBe(3)
    expect(refused.err).toContain('District table, row 2')
    expect(JSON.parse((await run('--data', data, 'election', 'list', '--json')).out)).toHaveLength(1)
  })
})
