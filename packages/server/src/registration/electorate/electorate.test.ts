/** Who elects a township's deputies: by community, unit, register, statement and officer (EL 3, P83 §7, BJ 28), on both stores. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { townshipVote, type VoteKnown } from '@mingce/domain/election'
import { afterAll, expect, it } from 'vitest'
import type { Actor, Context } from '../../access/index.ts'
import { changePlan, makePlanOfCommunities } from '../../district/index.ts'
import type { Election } from '../../election/index.ts'
import { readMigrations } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { getPlace, registerAtStation, registerVoter } from '../online/index.ts'
import { decideCase } from '../review/index.ts'
import { freezePlan } from '../roster/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { officer, voterOf, withRequestId } from '../testing/online.ts'
import {
  answerForPerson,
  countTownshipVoters,
  exportElectorate,
  findTownshipPeople,
  getElectorate,
  importElectorate,
  setCommunityDefaults,
  setUnit,
} from './index.ts'

const [EAST, WEST, VILLAGE] = ['110105021021', '110105021022', '110105021201']
const HEADER = ['姓名', '公民身份号码', '社区', '单位', '登记依据', '选举乡镇代表']
const folder = mkdtempSync(join(tmpdir(), 'mingce-electorate-'))
afterAll(() => rmSync(folder, { recursive: true }))

describeStores('who elects a township', open => {
  const office = async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = { ...contextFor(database), requestId: undefined } as unknown as Context
    return { ctx, election: await openElection(ctx) }
  }
  const votes = async (ctx: Context, election: Election) =>
    Object.fromEntries(
      (
        await readRows<{ name: string; vote: string; ground: string; district: string | null }>(
          ctx.database,
          `SELECT name, township_vote AS vote, township_ground AS ground, township_district AS district FROM registration
           WHERE election_id = $1 AND status IN ('registered', 'review') ORDER BY id`,
          [election.id],
        )
      ).map(({ name, vote, ground, district }) => [name, [vote, ground, district].join(' ').trim()]),
    )
  const person = (name: string, n: number, ...rest: string[]) => [name, numberOf('1980-01-01', n), ...rest]

  it('decides by the row, the unit and the community as the domain does', async () => {
    const { ctx, election } = await office()
    const said = [null, true, false]
    const places = { all: VILLAGE, none: EAST, 'by-person': WEST } as const
    const unitNames = { yes: '区属单位', no: '不参加单位', undecided: '待定单位' } as const
    const changed = await setCommunityDefaults(ctx, election.id, {
      communities: [{ code: WEST, elects: 'by-person' }],
      document: '选委〔2026〕1号',
    })
    expect(changed.ok).toBe(true)
    for (const unit of [
      { name: unitNames.yes, statute: 'own' as const, agreement: null },
      { name: unitNames.no, statute: 'higher' as const, agreement: 'stays-out' as const },
      { name: unitNames.undecided, statute: 'higher' as const, agreement: null },
    ]) {
      const set = await setUnit(ctx, election.id, { ...unit, community: null, document: '协议', district: null })
      expect(set.ok ? set.value.units.at(-1)?.article : set).toBe('BJ 28')
    }
    const cases: { name: string; known: VoteKnown; row: string[]; register: string[] }[] = []
    for (const community of ['all', 'none', 'by-person'] as const)
      for (const unit of [null, 'yes', 'no', 'undecided'] as const)
        for (const register of said)
          for (const stated of said) {
            const name = `选${String.fromCharCode(0x4e00 + cases.length)}`
            const word = (value: boolean | null) => (value === null ? '' : value ? '是' : '否')
            const row = person(
              name,
              cases.length + 1,
              places[community],
              unit === null ? '' : unitNames[unit],
              unit ? '工作' : '居住',
              word(stated),
            )
            cases.push({
              name,
              known: { officer: null, unit, register, stated, earlier: false, community },
              row,
              register: [name, row[1] ?? '', '110105', places[community], word(register)],
            })
          }
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '选举乡镇代表'],
      ...cases.map(one => one.register),
    ])
    await importRows(ctx, election, [HEADER, ...cases.map(one => one.row)])
    const found = await votes(ctx, election)
    for (const { name, known } of cases) {
      const { vote, ground } = townshipVote(known)
      const place = places[known.community ?? 'none']
      expect([name, known, found[name]]).toEqual([name, known, vote === 'yes' ? `yes ${ground} ${place}` : `${vote} ${ground}`])
    }
    const counts = await countTownshipVoters(ctx, election)
    expect(counts).toMatchObject({
      toConfirm: 2,
      undecided: cases.filter(({ known }) => townshipVote(known).vote === 'undecided').length,
      placeless: 0,
    })
  })

  it('keeps the vote of a villager who moves to a residents’ community, online and by a file, and says so', async () => {
    const { ctx, election } = await office()
    const villager = ['李村民', numberOf('1980-01-01', 1)] as const
    const first = await registerVoter(voterOf(ctx, villager), election.id, { community: VILLAGE, basis: 'hukou', evidence: [] })
    expect(first).toMatchObject({ value: { registration: { townshipVote: 'yes', townshipGround: 'community' } } })
    const moved = await registerVoter(voterOf(ctx, villager), election.id, {
      community: EAST,
      basis: 'residence',
      evidence: [],
      instead: true,
    })
    expect(moved).toMatchObject({
      value: {
        outcome: 'registered',
        registration: { townshipVote: 'yes', townshipGround: 'earlier', community: { code: EAST } },
      },
    })
    expect(moved.ok && moved.value.registration?.districts.township?.code).toBe(EAST)
    // Someone who never elected the township's deputies does not by living there.
    await registerVoter(voterOf(ctx, ['王居民', numberOf('1980-01-01', 2)]), election.id, {
      community: EAST,
      basis: 'residence',
      evidence: [],
    })
    await importRows(ctx, election, [HEADER, person('赵村民', 3, VILLAGE, '', '', '')])
    const counts = await importRows(ctx, election, [HEADER, person('赵村民', 3, EAST, '', '', '')])
    expect(counts.findings).toMatchObject({ 'claim.other-district': 1, 'electorate.kept': 1 })
    const [waits] = await readRows<{ id: number }>(
      ctx.database,
      `SELECT id FROM registration WHERE name = '赵村民' AND status = 'review'`,
    )
    const decided = await decideCase(ctx, {
      countyCode: '110105',
      registrationId: Number(waits?.id),
      decision: 'accept',
      reason: '核实',
    })
    expect(decided.ok).toBe(true)
    expect(await votes(ctx, election)).toEqual({
      李村民: `yes earlier ${EAST}`,
      王居民: 'no community',
      赵村民: `yes earlier ${EAST}`,
    })
  })

  it('asks on the portal only where the list is by person and nothing is known; a station notes what it sees', async () => {
    const { ctx, election } = await office()
    await setCommunityDefaults(ctx, election.id, { communities: [{ code: WEST, elects: 'by-person' }], document: '1号' })
    const [asked, known] = [['钱一', numberOf('1980-01-01', 1)] as const, ['孙二', numberOf('1980-01-01', 2)] as const]
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '选举乡镇代表'],
      [...known, '110105', WEST, '是'],
      [...asked, '110105', WEST, ''],
    ])
    const asks = async (who: readonly [string, string], place: string) => {
      const found = await getPlace(voterOf(ctx, who), election.id, place)
      return found.ok && found.value.asksTownship
    }
    expect([await asks(asked, WEST), await asks(known, WEST), await asks(asked, EAST)]).toEqual([true, false, false])
    await registerVoter(voterOf(ctx, asked), election.id, { community: WEST, basis: 'hukou', evidence: [], electsTownship: true })
    await registerVoter(voterOf(ctx, known), election.id, { community: WEST, basis: 'hukou', evidence: [] })
    const worker = withRequestId(ctx, officer('a') as Actor)
    await registerAtStation(worker, election.id, {
      person: { kind: 'resident-id', name: '周三', number: numberOf('1980-01-01', 3) },
      community: EAST,
      basis: 'residence',
      evidence: [],
      channel: 'station',
      electsTownship: true,
    })
    expect(await votes(ctx, election)).toEqual({
      钱一: `yes stated ${WEST}`,
      孙二: `yes register ${WEST}`,
      周三: `yes stated ${EAST}`,
    })
  })

  it('an officer settles the queue with a ground and a document, and a later file does not undo it', async () => {
    const { ctx, election } = await office()
    await setCommunityDefaults(ctx, election.id, { communities: [{ code: WEST, elects: 'by-person' }], document: '1号' })
    const rows = [
      HEADER,
      person('吴一', 1, WEST, '', '', ''),
      person('郑二', 2, WEST, '', '', ''),
      person('冯三', 3, VILLAGE, '', '', '否'),
    ]
    const counts = await importRows(ctx, election, rows)
    expect(counts).toMatchObject({ accepted: 3, findings: { 'electorate.undecided': 2, 'electorate.disputed': 1 } })
    const queue = await findTownshipPeople(ctx, election.id, {})
    if (!queue.ok) throw new Error(queue.error.code)
    expect(new Set(queue.value.items.map(({ name, vote, ground, stated }) => [name, vote, ground, stated].join()))).toEqual(
      new Set(['吴一,undecided,community,', '郑二,undecided,community,', '冯三,yes,disputed,false']),
    )
    const answer = async (name: string, elects: boolean) => {
      const item = queue.value.items.find(one => one.name === name)
      if (!item) throw new Error(name)
      return answerForPerson(
        ctx,
        { electionId: election.id, countyCode: item.countyCode, registrationId: item.registrationId },
        { elects, ground: 'collective', document: '村委会证明3号', district: null },
      )
    }
    expect(await answer('吴一', true)).toMatchObject({ ok: true })
    expect(await answer('郑二', false)).toMatchObject({ ok: true })
    expect(await answer('冯三', false)).toMatchObject({ ok: true })
    await importRows(ctx, election, [HEADER, person('吴一', 1, WEST, '', '', '否'), person('郑二', 2, WEST, '', '', '是')])
    expect(await votes(ctx, election)).toEqual({ 吴一: `yes officer ${WEST}`, 郑二: 'no officer', 冯三: 'no officer' })
    expect(await countTownshipVoters(ctx, election)).toMatchObject({ undecided: 0, disputed: 0, placeless: 0 })
    expect(await readRows(ctx.database, `SELECT action FROM audit WHERE action = 'electorate.answered'`)).toHaveLength(3)
    const elsewhere = { ...ctx, actor: { ...ctx.actor, areaCode: '110106', role: 'township' } } as Context
    expect((await findTownshipPeople(elsewhere, election.id, {})).ok).toBe(false)
  })

  it('the list goes out as CSV and comes back; what it changes moves the people, and a fault changes nothing', async () => {
    const { ctx, election } = await office()
    await importRows(ctx, election, [HEADER, person('陈一', 1, EAST, '', '', ''), person('褚二', 2, EAST, '某中学', '工作', '')])
    const out = await exportElectorate(ctx, election.id)
    if (!out.ok) throw new Error(out.error.code)
    const send = (csv: string) => {
      const path = join(folder, 'list.csv')
      writeFileSync(path, csv)
      return importElectorate(ctx, election.id, path)
    }
    expect(await send(out.value.csv)).toMatchObject({ value: { communities: 0, units: 0, voters: 0 } })
    expect(await send(out.value.csv.replace(`${EAST},不选`, `${EAST},全部`))).toMatchObject({
      error: { code: 'electorate.invalid' },
    })
    expect(await votes(ctx, election)).toEqual({ 陈一: 'no community', 褚二: 'no community' })
    const unit = `单位,某中学,${EAST},,区属,,,编办函\r\n`
    expect(await send(`${out.value.csv.trimEnd()}\r\n${unit}`)).toMatchObject({ value: { units: 1, voters: 1 } })
    expect(await votes(ctx, election)).toEqual({ 陈一: 'no community', 褚二: `yes unit ${EAST}` })
    const confirmed = out.value.csv.replace(`${EAST},不选,,,,`, `${EAST},全部,,,,选委2号`)
    expect(await send(confirmed)).toMatchObject({ value: { communities: 1, voters: 1 } })
    expect(await votes(ctx, election)).toEqual({ 陈一: `yes community ${EAST}`, 褚二: `yes unit ${EAST}` })
    const list = await getElectorate(ctx, election.id)
    expect(list).toMatchObject({ value: { counts: { toConfirm: 2 }, units: [{ name: '某中学', elects: 'yes' }] } })
  })

  it('an officer’s correction within the township keeps the vote, and a plan gives it to nobody who has none', async () => {
    const { ctx, election } = await office()
    await importRows(ctx, election, [
      [...HEADER, '备注'],
      person('卫村民', 1, VILLAGE, '', '', '', '重复'),
      person('蒋居民', 2, EAST, '', '', '', ''),
      person('沈职工', 3, EAST, '某中学', '工作', '', ''),
    ])
    const unit = { name: '某中学', community: EAST, statute: 'own' as const, agreement: null, document: null }
    await setUnit(ctx, election.id, { ...unit, district: VILLAGE })
    const [waits] = await readRows<{ id: number }>(ctx.database, `SELECT id FROM registration WHERE name = '卫村民'`)
    const correction = { community: WEST }
    const decided = await decideCase(ctx, {
      countyCode: '110105',
      registrationId: Number(waits?.id),
      decision: 'accept',
      reason: '核实',
      correction,
    })
    expect(decided.ok).toBe(true)
    expect(await votes(ctx, election)).toEqual({
      卫村民: `yes earlier ${WEST}`,
      蒋居民: 'no community',
      沈职工: `yes unit ${VILLAGE}`,
    })
    const named = await makePlanOfCommunities(ctx, election.id, { level: 'township', name: '方案' }, async () => null)
    if (!named.ok) throw new Error(named.error.code)
    for (const change of [
      { kind: 'add', name: '大郊亭村委会', seats: 2 } as const,
      { kind: 'move', units: [VILLAGE ?? ''], district: 1 } as const,
    ])
      expect((await changePlan(ctx, election.id, named.value.id, change)).ok).toBe(true)
    expect((await freezePlan(ctx, election.id, named.value.id)).ok).toBe(true)
    expect(await votes(ctx, election)).toEqual({ 卫村民: 'yes earlier', 蒋居民: 'no community', 沈职工: 'yes unit T001' })
    expect(await getElectorate(ctx, election.id)).toMatchObject({
      value: { counts: { placeless: 1 }, units: [{ district: 'T001' }] },
    })
  })

  it('an election that was under way keeps what its codes said, to be confirmed', async () => {
    const { ctx, election } = await office()
    await importRows(ctx, election, [HEADER, person('韩村民', 1, VILLAGE, '', '', ''), person('杨居民', 2, EAST, '', '', '')])
    await ctx.database.script('UPDATE registration SET township_vote = NULL, township_ground = NULL')
    await ctx.database.script('DELETE FROM township_electorate')
    const sql = readMigrations().find(({ name }) => name.endsWith('_electorate'))?.sql ?? ''
    const [, carriedOver = ''] = /(-- Elections that are under way[\s\S]*?)-- The work queue/.exec(sql) ?? []
    for (const statement of carriedOver.split(';').filter(text => text.trim() !== '')) await ctx.database.script(statement)
    expect(await votes(ctx, election)).toEqual({ 韩村民: `yes community ${VILLAGE}`, 杨居民: 'no community' })
    const list = await getElectorate(ctx, election.id)
    expect(list).toMatchObject({ value: { counts: { toConfirm: 3, undecided: 0 } } })
    expect(list.ok && list.value.communities.map(({ elects, source }) => `${elects} ${source}`)).toEqual([
      'none code',
      'none code',
      'all code',
    ])
  })
})
