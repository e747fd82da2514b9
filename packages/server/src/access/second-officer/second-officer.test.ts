/** One-person offices: the level above confirms by a code or on paper, for exactly the change that was prepared. */
import { beforeEach, expect, it } from 'vitest'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import type { Actor, Context } from '../gate/index.ts'
import { createStaff } from '../staff/index.ts'
import type { SecondGiven } from './schema.ts'
import {
  askSecondOfficer,
  type Change,
  CountedSecond,
  checkCodeOf,
  checkSecondOfficer,
  findWaitingChange,
  giveSecondCode,
} from './service.ts'

const PASSWORD = 'correct-horse-电池'

describeStores('the second officer', open => {
  let database: Database
  let now: Date
  const keys = memoryKeyring()
  const clock = { now: () => now }
  const actors: Record<string, Actor> = {}

  const contextOf = (name: string): Context => ({ database, keys, clock, actor: actors[name] }) as unknown as Context

  const makeStaff = async (name: string, role: Actor['role'], areaCode: string, madeBy: string) => {
    const account = { username: name, name, password: PASSWORD, role, areaCode } as const
    const made = await createStaff(
      database,
      account,
      { clock, actor: { name: 'setup', role: 'city' } },
      { isDemo: false, madeBy },
    )
    if (!made.ok) throw new Error(made.error.code)
    const [row] = await readRows<{ id: string }>(database, `SELECT id FROM access_user WHERE username = '${name}'`)
    actors[name] = { id: row?.id ?? '', name, role, areaCode }
  }

  beforeEach(async () => {
    database = await open()
    now = new Date('2026-11-20T01:00:00Z')
    for (const [code, parent, level] of [
      ['11', null, 1],
      ['1101', '11', 2],
      ['110105', '1101', 3],
      ['110105021', '110105', 4],
    ] as const)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $1, $3)', [code, parent, level])
    await makeStaff('alone', 'township', '110105021', 'cli')
    await makeStaff('above', 'district', '110105', 'cli')
    await makeStaff('beside', 'township', '110105021', 'cli')
    await makeStaff('elsewhere', 'district', '110106', 'cli')
    await makeStaff('maker', 'district', '110105', 'cli')
    await database.run('UPDATE staff SET made_by = $1 WHERE user_id = $2', [actors.maker?.id ?? '', actors.alone?.id ?? ''])
  })

  const changeOf = (more: Partial<Change> = {}): Change => ({
    kind: 'test.change',
    countyCode: '110105',
    first: { id: actors.alone?.id ?? '', name: 'alone' },
    content: ['election', '7'],
    summary: { zh: '更改', en: 'a change' },
    ...more,
  })
  const sources = [{ kinds: ['test.change'], find: async () => changeOf() }]
  const ask = (name = 'alone') => askSecondOfficer(contextOf(name), sources, { kind: 'test.change', subject: '7' })
  const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code)
  const confirm = async (name: string, given?: SecondGiven, change = changeOf()) => {
    const entered = await CountedSecond.count(database, given)
    return database.transaction(tx => checkSecondOfficer(tx, contextOf(name), change, entered))
  }
  const give = async (name = 'above') => {
    const given = await giveSecondCode(contextOf(name), checkCodeOf(keys, changeOf()))
    if (!given.ok) throw new Error(given.error.code)
    return given.value.code
  }
  const withCode = (code: string, change = checkCodeOf(keys, changeOf())): SecondGiven => ({ how: 'code', change, code })
  const other = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0')

  it('is another account, independent of the first', async () => {
    expect(codeOf(await confirm('alone'))).toBe('officer.same')
    expect(codeOf(await confirm('maker'))).toBe('officer.maker')
    expect(await confirm('beside')).toMatchObject({ ok: true, value: { name: 'beside', details: { second: 'console' } } })
    expect(codeOf(await confirm('beside', withCode('12345678')))).toBe('officer.not-first')
  })

  it('confirms once by a code of the level above, under the giver’s name', async () => {
    const asked = await ask()
    expect(asked).toMatchObject({
      ok: true,
      value: { digest: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/) },
    })
    const spoken = checkCodeOf(keys, changeOf()).toLowerCase().replaceAll('-', ' ')
    expect(await findWaitingChange(contextOf('above'), spoken)).toMatchObject({ ok: true, value: { firstName: 'alone' } })
    const code = await give()
    expect(code).toMatch(/^\d{8}$/)
    expect(await confirm('alone', withCode(`${code.slice(0, 4)} ${code.slice(4)}`, spoken))).toMatchObject({
      ok: true,
      value: { id: actors.above?.id, name: 'above', details: { second: 'code', secondBy: 'above' } },
    })
    expect(codeOf(await confirm('alone', withCode(code)))).toBe('officer.code-ended')
    expect(await readRows(database, 'SELECT action, actor FROM audit WHERE action LIKE $$second%$$ ORDER BY id')).toEqual([
      { action: 'second-officer.asked', actor: 'alone' },
      { action: 'second-officer.code-given', actor: 'above' },
    ])
    // The code itself is nowhere.
    const kept = await readRows(
      database,
      'SELECT (SELECT string_agg(a::text, $$$$) FROM audit a) || coalesce((SELECT string_agg(r::text, $$$$) FROM request r), $$$$) AS all',
    )
    expect(JSON.stringify(kept)).not.toContain(code)
  })

  it('is given by nobody else', async () => {
    await ask()
    for (const name of ['alone', 'beside', 'elsewhere']) {
      expect(codeOf(await findWaitingChange(contextOf(name), checkCodeOf(keys, changeOf())))).toBe('officer.change-unknown')
      expect(codeOf(await giveSecondCode(contextOf(name), checkCodeOf(keys, changeOf())))).toBe('officer.change-unknown')
    }
    expect(codeOf(await giveSecondCode(contextOf('maker'), checkCodeOf(keys, changeOf())))).toBe('officer.maker')
    expect(codeOf(await giveSecondCode(contextOf('above'), '0000-0000-0000'))).toBe('officer.change-unknown')
    expect(codeOf(await ask('beside'))).toBe('officer.not-first')
    expect(codeOf(await askSecondOfficer(contextOf('alone'), sources, { kind: 'other', subject: '7' }))).toBe(
      'officer.change-unknown',
    )
  })

  it('holds for exactly one change', async () => {
    await ask()
    const code = await give()
    for (const change of [changeOf({ content: ['election', '8'] }), changeOf({ kind: 'other' })]) {
      expect(codeOf(await confirm('alone', withCode(code), change))).toBe('officer.other-change')
      expect(codeOf(await confirm('alone', withCode(code, checkCodeOf(keys, change)), change))).toBe('officer.code-ended')
    }
    expect(codeOf(await confirm('alone', withCode(code)))).toBe('ok')
  })

  it('ends after five wrong codes, also where each is rolled back, after ten minutes, and with a new code', async () => {
    await ask()
    const first = await give()
    for (let tried = 0; tried < 5; tried++)
      expect(codeOf(await confirm('alone', withCode(other(first))))).toBe('officer.code-wrong')
    expect(codeOf(await confirm('alone', withCode(first)))).toBe('officer.code-ended')
    const second = await give()
    const third = await give()
    if (second !== third) expect(codeOf(await confirm('alone', withCode(second)))).toBe('officer.code-wrong')
    now = new Date(now.getTime() + 10 * 60_000 + 1)
    expect(codeOf(await confirm('alone', withCode(third)))).toBe('officer.code-ended')
    expect(codeOf(await confirm('alone', withCode(await give())))).toBe('ok')
  })

  it('signs on paper, with another name, for this change', async () => {
    const change = checkCodeOf(keys, changeOf())
    const paper = (more: object = {}) =>
      ({ how: 'paper', change, document: '朝选〔2026〕7号', signer: '王主任', ...more }) as SecondGiven
    expect(await confirm('alone', paper())).toMatchObject({
      ok: true,
      value: { id: 'paper', name: '王主任', details: { second: 'paper', document: '朝选〔2026〕7号', signer: '王主任', change } },
    })
    expect(codeOf(await confirm('alone', paper({ signer: 'alone' })))).toBe('officer.same')
    expect(codeOf(await confirm('alone', paper(), changeOf({ content: ['election', '8'] })))).toBe('officer.other-change')
    expect(codeOf(await confirm('beside', paper()))).toBe('officer.not-first')
  })
})
