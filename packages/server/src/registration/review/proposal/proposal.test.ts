/** A number that became a float: refused, and its one person proposed to an officer, who confirms with the ID card. */
import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../../access/index.ts'
import type { Election } from '../../../election/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../../testing/office.ts'
import { findRefusedRows } from '../service.queue.ts'
import { confirmProposal, proposeNumber } from './service.ts'

const EAST = '110105021021'
const HEADER = ['姓名', '公民身份号码', '社区', '单位']
const POPULATION = ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话']
const LI = ['李小明', numberOf('1990-03-05', 101)] as const
/** The same name, birth date and first digit of the sequence. */
const TWIN = ['李小明', numberOf('1990-03-05', 102)] as const
const OTHER = ['李小明', numberOf('1990-03-05', 201)] as const
const rounded = (number: string) => `${number.charAt(0)}.${number.slice(1, 15)}E+17`

describeStores('a number that lost its last digits', open => {
  let ctx: Context
  let election: Election
  let database: Database
  const people = (...some: (readonly [string, string])[]) =>
    importPeople(ctx, election, [POPULATION, ...some.map(([name, number]) => [name, number, '110105', EAST, '正常', '', '', ''])])
  const refusedRow = async () => {
    const page = await findRefusedRows(ctx, election.id, {})
    const [row] = page.ok ? page.value.items : []
    if (!row) throw new Error('no refused row')
    return row
  }
  const asked = async () => {
    const { countyCode, digest } = await refusedRow()
    return { id: election.id, countyCode, digest }
  }

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
  })

  it('is refused with its 15 digits sealed, proposed masked, and registered with the number of the card', async () => {
    await people(LI, OTHER)
    await importRows(ctx, election, [HEADER, [LI[0], rounded(LI[1]), EAST, '甲单位']])
    expect(await refusedRow()).toMatchObject({ codes: ['identity.precision-lost'], canPropose: true })
    const kept = JSON.stringify(await readRows(database, 'SELECT * FROM refused_row'))
    expect(kept).not.toContain(LI[1].slice(0, 14))
    expect(await proposeNumber(ctx, await asked())).toMatchObject({
      ok: true,
      value: { person: { name: '李小明', maskedNumber: `110*************${LI[1].slice(16)}`, community: { code: EAST } } },
    })
    expect(await readRows(database, 'SELECT account, channel, person_key AS person FROM elsewhere_told')).toEqual([
      { account: ctx.actor.id, channel: 'proposal', person: ctx.keys.personKey(LI[1]) },
    ])
    const audit = JSON.stringify(await readRows(database, `SELECT * FROM audit WHERE action = 'number.proposed'`))
    expect(audit).toContain('"found":true')
    expect(audit).not.toContain(LI[1].slice(0, 14))
    expect(await confirmProposal(ctx, await asked(), { number: OTHER[1], community: EAST })).toMatchObject({
      error: { code: 'proposal.other' },
    })
    const later = { ...ctx, clock: { now: () => new Date('2026-11-20T01:01:00Z') } }
    expect(await confirmProposal(later, await asked(), { number: LI[1], community: EAST })).toMatchObject({
      ok: true,
      value: { outcome: 'registered' },
    })
    expect(await findRefusedRows(ctx, election.id, {})).toMatchObject({ value: { total: 0 } })
  })

  it('has no proposal where two people fit or none does, and each asking counts to the limit', async () => {
    await people(LI, TWIN)
    await importRows(ctx, election, [HEADER, [LI[0], rounded(LI[1]), EAST, '甲单位']])
    expect(await proposeNumber(ctx, await asked())).toEqual({ ok: true, value: { person: null } })
    expect(await confirmProposal(ctx, await asked(), { number: LI[1], community: EAST })).toMatchObject({
      error: { code: 'proposal.other' },
    })
    for (let n = 1; n < 20; n++) await proposeNumber(ctx, await asked())
    expect(await proposeNumber(ctx, await asked())).toMatchObject({ ok: false, error: { code: 'number.too-many' } })
  })

  it('stays refused with words where fewer digits are left, and is hidden from other areas', async () => {
    await people(LI)
    await importRows(ctx, election, [HEADER, [LI[0], '1.10105E+17', EAST, '甲单位']])
    expect(await refusedRow()).toMatchObject({ codes: ['identity.precision-lost'], canPropose: false })
    expect(await proposeNumber(ctx, await asked())).toMatchObject({ error: { code: 'proposal.none' } })
    const station = contextFor(database, { id: 's', name: '登记站', role: 'station', areaCode: EAST })
    expect(await proposeNumber(station, await asked())).toMatchObject({ error: { code: 'not-found' } })
  })
})
