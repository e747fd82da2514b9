/** The whole command line, run in this process: exit codes, wrong use, and the commands for elections, seats and timetables. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkCharacter } from '@mingce/domain/standards'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { prepareDataFolder } from '../../platform/testing/stores.ts'
import { run } from './testing/run.ts'

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
    await prepareDataFolder(data)
  })
  afterAll(() => rm(data, { recursive: true, force: true }))

  it('creates an election, lists it, and exits with 3 if refused, with 2 if a value is none', async () => {
    expect(await create('--day', '2026-12-20', '--json')).toMatchObject({ code: 0, out: '{"id":"110105021-20261220"}\n' })
    const listed = await run('--data', data, 'election', 'list', '--json')
    expect(JSON.parse(listed.out)).toMatchObject([{ id: '110105021-20261220', ruleSet: 'beijing', districts: 'communities' }])
    const again = await create('--day', '2026-12-27')
    expect([again.code, again.out]).toEqual([3, ''])
    expect(again.err).toContain('选举法第五条')
    expect((await create('--day', 'tomorrow')).code).toBe(2)
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

describe('mingce audit', () => {
  let data: string
  let folder: string
  const audit = (...more: readonly string[]) => run('--data', data, 'audit', ...more)
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingce-cli-audit-'))
    data = join(folder, 'data')
    await prepareDataFolder(data)
    for (const [day, round] of [
      ['2026-12-20', '2026'],
      ['2031-12-20', '2031'],
    ] as const)
      expect(
        await run(
          ...['--data', data, 'election', 'create', '--area', '110105021', '--levels', 'county', '--name', '换届选举'],
          ...['--day', day, '--round', round],
        ),
      ).toMatchObject({ code: 0 })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('verifies an export with a short code, says what none covers yet, and exits with 3 where the log was changed', async () => {
    const status = JSON.parse((await audit('status', '--json')).out) as {
      size: number
      key: string
      checkpoint: { shortCode: string }
    }
    expect(status.size).toBeGreaterThan(1)
    const code = status.checkpoint.shortCode
    await writeFile(join(folder, 'earlier'), (await audit('status', '--note')).out)
    // One more event, which nobody has seen.
    await run('--data', data, 'partner', 'key', 'rotate')
    const directory = join(folder, 'log')
    expect(await audit('export', directory)).toMatchObject({ code: 0 })
    expect((await audit('export', directory)).code).toBe(3)
    const given = ['--checkpoint', code, join(folder, 'earlier'), '--key', status.key]
    const { code: exit, out } = await run('audit', 'verify', directory, ...given)
    expect([exit, out]).toEqual([0, expect.stringContaining(`The first ${status.size} events are covered by ${code}`)])
    expect(out).toContain(`Events ${status.size} to ${status.size} are covered by no checkpoint from elsewhere yet`)
    const events = join(directory, 'events/000.jsonl')
    await writeFile(events, (await readFile(events, 'utf8')).replace('election.created', 'election.deleted'))
    const changed = await run('audit', 'verify', directory, ...given)
    expect([changed.code, changed.out]).toEqual([3, expect.stringContaining('was changed')])
    expect((await run('audit', 'verify', join(folder, 'nothing'))).code).toBe(2)
    expect((await run('audit', 'verify', directory, '--key', 'nonsense')).code).toBe(2)
  })

  it('erases what is about a subject, and what was exported before still verifies', async () => {
    const erase = (subject: string) => audit('erase', '110105', subject, '--reason', 'PIPL 47', '--json')
    expect((await erase('110105021-20991220')).code).toBe(2)
    const done = await erase('110105021-20261220')
    expect([done.code, JSON.parse(done.out || '{}').events]).toEqual([0, 1])
    const directory = join(folder, 'later')
    expect(await audit('export', directory)).toMatchObject({ code: 0 })
    const verified = await run('audit', 'verify', directory, '--checkpoint', join(folder, 'earlier'))
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('The content of 1 events was erased')])
    expect(await readFile(join(directory, 'events/000.jsonl'), 'utf8')).not.toContain('110105021-20261220')
  })
})

const NUMBER = `11010519900305001${checkCharacter('11010519900305001')}`

describe('mingce roll', () => {
  let data: string
  let election: string
  const roll = (command: string, ...more: readonly string[]) => run('--data', data, 'roll', command, ...more)

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mingce-cli-roll-'))
    await prepareDataFolder(data)
    const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
    const made = await run(
      ...[
        '--data',
        data,
        'election',
        'create',
        '--area',
        '110105021',
        '--levels',
        'county',
        '--name',
        '换届选举',
        '--day',
        day,
        '--json',
      ],
    )
    election = JSON.parse(made.out).id
    const roster = join(data, 'roster.csv')
    await writeFile(roster, `姓名,公民身份号码,社区代码\n李小明,${NUMBER},110105021021\n`)
    expect(await run('--data', data, 'import', 'registrations', roster, '--election', election)).toMatchObject({ code: 0 })
  })
  afterAll(() => rm(data, { recursive: true, force: true }))

  it('does not publish into a directory that cannot be written', async () => {
    const refused = await roll('publish', '--election', election, '--out', join(data, 'roster.csv', 'out'))
    expect([refused.code, refused.out]).toEqual([3, ''])
    expect(refused.err).toContain('The list was not published')
    expect(await roll('export', '--election', election, '--out', join(data, 'none'))).toMatchObject({ code: 3, out: '' })
  })

  it('ends with 4 when the list is published and its files are not, and export writes them as they were published', async () => {
    const published = await roll('publish', '--election', election, '--out', join(data, 'x'.repeat(250)))
    expect(published.code).toBe(4)
    expect(published.err).toContain('The list is published (version 1); do not publish it again')
    expect(published.err).toContain(`mingce roll export --election ${election} --version 1`)
    const root = /^root ([0-9a-f]{64})$/m.exec(published.out)?.[1]
    const [first, second] = [join(data, 'first'), join(data, 'second')]
    expect((await roll('export', '--election', election, '--out', first)).out).toContain(`root ${root}`)
    expect(await roll('export', '--election', election, '--version', '1', '--out', second, '--json')).toMatchObject({ code: 0 })
    expect(await roll('verify', first, '--root', String(root))).toMatchObject({ code: 0 })
    const names = (await readdir(first, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
    for (const { parentPath, name } of names.filter(({ name }) => !name.endsWith('.pdf'))) {
      if (name === 'SM3SUMS') continue // has the posters' digests, and a PDF has its date
      const path = join(parentPath, name)
      expect([name, await readFile(path)]).toEqual([name, await readFile(path.replace(first, second))])
    }
    expect(await roll('export', '--election', election, '--version', '7', '--out', join(data, 'third'))).toMatchObject({
      code: 2,
    })
    expect(await roll('export', '--election', election, '--version', 'x', '--out', join(data, 'third'))).toMatchObject({
      code: 2,
    })
  })

  it('proves one entry, and checks the proof offline', async () => {
    const file = join(data, 'proof.json')
    const at = ['--election', election, '--district', '110105021021', '--number', '1']
    expect(await roll('proof', ...at, '--out', file)).toEqual({ code: 0, out: '', err: '' })
    const proof = await readFile(file, 'utf8')
    expect((await roll('proof', ...at)).out).toBe(proof)
    const { root } = JSON.parse(proof).proofs[0]
    const held = await run('roll', 'check-proof', file, '--root', root)
    expect([held.code, held.out]).toEqual([0, expect.stringContaining('verified: version 1')])
    expect((await run('roll', 'check-proof', file)).err).toContain('foot of a poster')
    expect(JSON.parse((await run('roll', 'check-proof', file, '--root', 'f'.repeat(64), '--json')).out)).toMatchObject({
      ok: false,
      proofs: [{ fault: 'root' }],
    })
    await writeFile(file, proof.replace('李小明', '李小红'))
    const forged = await run('roll', 'check-proof', file, '--root', root)
    expect([forged.code, forged.out]).toEqual([3, expect.stringContaining('not on the published list')])
    await writeFile(file, '{}')
    expect(await run('roll', 'check-proof', file)).toMatchObject({ code: 3, err: expect.stringContaining('is not a proof') })
    expect(await run('roll', 'check-proof', join(data, 'missing'))).toMatchObject({ code: 2 })
    expect(await roll('proof', ...at.with(5, '9'))).toMatchObject({ code: 2, out: '' })
    expect(await roll('proof', ...at, '--level', 'province')).toMatchObject({ code: 2 })
  })

  it('ends with 4 when rows are saved and their report is not, and writes the report again from the same file', async () => {
    const roster = join(data, 'second.csv')
    const [report, next] = [join(data, 'report.csv'), `11010519850721002${checkCharacter('11010519850721002')}`]
    await writeFile(roster, `姓名,公民身份号码,社区代码\n王芳,${next},110105021021\n孙错,110105199003051234,110105021021\n`)
    const imported = await run('--data', data, 'import', 'registrations', roster, '--election', election, '--report', '/dev/full')
    expect(imported.code).toBe(4)
    expect(imported.out).toContain('2 rows = 1 accepted')
    expect(imported.err).toContain('its rows are saved, but the report could not be written: the disk is full')
    const id = /--import (\d+)/.exec(imported.err)?.[1] ?? ''
    const again = ['--data', data, 'import', 'report', roster, '--import', id, '--report'] as const
    expect(await run(...again, '/dev/full')).toMatchObject({ code: 3, err: expect.stringContaining('the disk is full') })
    expect(await run(...again, report)).toMatchObject({ code: 0 })
    expect(await readFile(report, 'utf8')).toContain('identity.checksum')
    expect(await run(...again, report)).toMatchObject({ code: 3 })
  })
})
