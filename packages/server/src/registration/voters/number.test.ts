/** "Is Wang registered?" by number: one clear answer, limits, the log, and what the person sees; and the export of the roll. */
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context, VoterContext } from '../../access/index.ts'
import { signInVoter } from '../../access/testing/voter-session.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { findMyAccessHistory, REVEALS_PER_HOUR, revealNumber } from '../record/index.ts'
import { contextFor, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { lookUpNumber } from './service.number.ts'

const EAST = '110105021021'
const WANG = ['王芳', numberOf('1985-07-21', 2)] as const
const LI = ['李小明', numberOf('1990-03-05', 1)] as const
const YOUNG = ['小孩', numberOf('2015-03-05', 1)] as const
const NOBODY = ['赵六', numberOf('1991-03-05', 1)] as const
const OFFICE: Actor = { id: 'u-1', name: '小周', role: 'township', areaCode: '110105021' }
const COMMUNITY: Actor = { id: 'u-2', name: '小钱', role: 'township', areaCode: EAST }
const STATION: Actor = { id: 'u-3', name: '小马', role: 'station', areaCode: EAST }
const REASON = '本人来电询问是否登记'

describeStores('a person asked about by number', open => {
  let database: Database
  let ctx: Context
  let election: Election
  const ask = async ([name, number]: readonly [string, string], actor: Actor = OFFICE) => {
    const answer = await lookUpNumber({ ...ctx, actor }, election.id, { name, number, reason: REASON })
    return answer.ok ? answer.value : answer.error.code
  }
  const seenBy = async ([name, number]: readonly [string, string]) => {
    const { voter } = await signInVoter(ctx, { name, number })
    const { actor, ...rest } = ctx
    const mine: VoterContext = { ...rest, voter }
    return (await findMyAccessHistory(mine)).map(({ what }) => what)
  }

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      [...WANG, '东郊社区'],
      [...LI, '百子湾西社区'],
      [...YOUNG, '东郊社区'],
    ])
  })

  it('is registered, refused or not registered, in one answer', async () => {
    expect(await ask(WANG)).toMatchObject({ outcome: 'registered', voter: { name: '王芳', community: { code: EAST } } })
    await database.run(`UPDATE registration SET status = 'review' WHERE name = '李小明'`)
    expect(await ask(LI)).toMatchObject({ outcome: 'review', voter: { name: '李小明' } })
    expect(await ask(YOUNG)).toEqual({ outcome: 'refused', voter: null })
    expect(await ask(NOBODY)).toEqual({ outcome: 'none', voter: null })
    expect(await ask(['王方', WANG[1]])).toEqual({ outcome: 'none', voter: null })
    expect(await ask(['王芳', '110105198507210000'])).toBe('number.invalid')
  })

  it('is outside the area without saying where, and counted as told', async () => {
    expect(await ask(LI, COMMUNITY)).toEqual({ outcome: 'outside', voter: null })
    expect(await readRows(database, 'SELECT account, channel FROM elsewhere_told')).toEqual([
      { account: 'u-2', channel: 'number' },
    ])
    expect(await seenBy(LI)).toEqual(['elsewhere-told'])
  })

  it('stands in the log with the reason and never the number, and the person sees it', async () => {
    await ask(WANG)
    expect(await seenBy(WANG)).toEqual(['number-looked-up'])
    const trail = await readRows<{ details: object }>(database, `SELECT details FROM audit WHERE action = 'number.looked-up'`)
    expect(trail).toMatchObject([{ details: { reason: REASON, outcome: 'registered', officer: 'u-1' } }])
    expect(JSON.stringify(trail)).not.toContain(WANG[1])
  })

  it('is no way to guess a number: of one name and birth date only the first is looked up', async () => {
    expect(await ask(['王芳', numberOf('1985-07-21', 4)])).toEqual({ outcome: 'none', voter: null })
    expect(await ask(WANG)).toBe('number.several')
  })

  it('is limited together with the opening of numbers', async () => {
    const [row] = await readRows<{ countyCode: string; registrationId: number }>(
      database,
      `SELECT county_code AS "countyCode", id AS "registrationId" FROM registration WHERE name = '王芳'`,
    )
    if (!row) throw new Error('not registered')
    for (let asked = 0; asked < REVEALS_PER_HOUR - 1; asked += 1) expect(await ask(WANG)).toMatchObject({ outcome: 'registered' })
    expect(await revealNumber({ ...ctx, actor: OFFICE }, { ...row, reason: REASON })).toMatchObject({ ok: true })
    expect(await ask(NOBODY)).toBe('number.too-many')
    expect(await revealNumber({ ...ctx, actor: OFFICE }, { ...row, reason: REASON })).toMatchObject({
      error: { code: 'number.too-many' },
    })
  })

  it('is no question of a station', async () => {
    expect(await ask(WANG, STATION)).toBe('forbidden')
  })
})
