/** The look before publishing: two numbers for people and entries, who comes and goes where, and a confirmation that holds for nothing else. */
import { beforeEach, expect, it } from 'vitest'
import { type Actor, askSecondOfficer } from '../../access/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { addVoters, contextOf, DISTRICTS, ELECTION, makeElection, office, publishAsTwo, someVoters } from '../testing/voters.ts'
import { publishRoll } from './service.ts'
import { confirmByLevelAbove, findPreviewEntries, findRollPreview, preparePreview, waitingPublications } from './version/index.ts'

const input = { electionId: ELECTION }
const second: Actor = { ...office, id: 'second', name: '另一位委员' }

describeStores('the preview of a list', open => {
  let database: Database
  beforeEach(async () => {
    database = await open()
    await makeElection(database)
  })
  const prepare = async (actor = office) => {
    const made = await preparePreview(contextOf(database, { actor }), input)
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    return made.value
  }
  const confirm = (preview: number, actor = second) => publishRoll(contextOf(database, { actor }), { ...input, preview })
  const versions = async () =>
    (await readRows(database, 'SELECT version, people, entries FROM roll_version ORDER BY version')) as unknown[]
  const inDistrict = (level: 'county' | 'township', district: string, from = 0) =>
    findPreviewEntries(contextOf(database), { ...input, level, district, from })

  it('counts people and entries apart, by district, with the cases that touch it', async () => {
    await addVoters(database, [
      { name: '丁一', township: DISTRICTS.a },
      { name: '丁二', county: DISTRICTS.b },
      { name: '待审', status: 'review', county: DISTRICTS.b },
      { name: '有疑点', county: DISTRICTS.a },
      { name: '无区', county: null },
    ])
    await database.run(
      `INSERT INTO finding (county_code, registration_id, code, fingerprint, election_id, person_key, evidence, state, opened_at)
       SELECT county_code, id, 'age.near', 'x', election_id, person_key, '{}', 'open', now() FROM registration WHERE name = '有疑点'`,
    )
    await database.run(
      `INSERT INTO objection (county_code, election_id, roll_version, published_on, area_code, objector, subject, kind, body, registration_id,
         filed_via, filed_by, filed_at, filed_on, until_on, late, due_on, state)
       SELECT county_code, election_id, 1, '2026-11-30', '110105021', 'x', 'other', 'missing', '', id, 'station', 'x', now(), '2026-11-30',
         '2026-12-05', false, '2026-12-05', 'filed' FROM registration WHERE name = '丁二'`,
    )
    expect(await prepare()).toMatchObject({
      version: 1,
      kind: 'list',
      people: 3,
      entries: 4,
      leftOff: 1,
      objectionsElsewhere: 0,
      own: true,
      preparedBy: office.name,
      districts: [
        { level: 'county', code: DISTRICTS.a, listed: 2, cases: { waiting: 0, standing: 1, objections: 0 } },
        { level: 'county', code: DISTRICTS.b, listed: 1, cases: { waiting: 1, standing: 0, objections: 1 } },
        { level: 'township', code: DISTRICTS.a, listed: 1, cases: { waiting: 0, standing: 0, objections: 0 } },
      ],
    })
    expect(await versions()).toEqual([])
  })

  it('counts registered people on whom nobody decided whether they elect the township’s deputies', async () => {
    const names = ['丁一', '丁二', '丁三', '丁四'] as const
    await addVoters(database, [...names.map(name => ({ name })), { name: '待审', status: 'review' }])
    expect((await prepare()).undecided).toBe(0)
    const vote = (name: string, decided: string, ground: string) =>
      database.run('UPDATE registration SET township_vote = $2, township_ground = $3 WHERE name = $1', [name, decided, ground])
    await vote('丁一', 'undecided', 'community')
    await vote('丁二', 'yes', 'officer')
    await vote('丁三', 'no', 'community')
    await vote('待审', 'undecided', 'community')
    const preview = await prepare()
    expect(preview.undecided).toBe(2)
    // A warning and no obstacle: the county's list does not wait for it.
    expect(await confirm(preview.id)).toMatchObject({ ok: true })
  })

  it('is confirmed by another person than the one who prepared it, once', async () => {
    await addVoters(database, [{ name: '丁一', township: DISTRICTS.a }])
    const preview = await prepare()
    expect(await confirm(preview.id, office)).toMatchObject({ ok: false, error: { code: 'roll.same-person' } })
    expect(await confirm(preview.id + 1)).toMatchObject({ ok: false, error: { code: 'roll.preview-unknown' } })
    expect(await versions()).toEqual([])
    expect(await confirm(preview.id)).toMatchObject({
      ok: true,
      value: { version: 1, people: 1, entries: 2, publishedBy: second.name },
    })
    expect(await confirm(preview.id)).toMatchObject({ ok: false, error: { code: 'roll.preview-used' } })
    expect(await versions()).toEqual([{ version: 1, people: 1, entries: 2 }])
    expect(await readRows(database, `SELECT details->>'preparedBy' AS by FROM audit WHERE action = 'roll.published'`)).toEqual([
      { by: office.name },
    ])
    expect(await findRollPreview(contextOf(database), ELECTION)).toEqual({ ok: true, value: null })
  })

  it('is published by who prepared it where the level above signed for these figures', async () => {
    await addVoters(database, [{ name: '丁一', township: DISTRICTS.a }])
    const ctx = contextOf(database)
    const first = await prepare()
    const ask = async (preview: number) => {
      const asked = await askSecondOfficer(ctx, [waitingPublications], {
        kind: 'roll.publish',
        subject: `${ELECTION}/${preview}`,
      })
      return asked.ok ? asked.value.digest : ''
    }
    const sign = (preview: number, change: string) =>
      confirmByLevelAbove(ctx, { ...input, preview }, { how: 'paper', change, document: '京选 3 号', signer: '孙主任' })
    const signed = await ask(first.id)
    expect(await sign(first.id, '0000-0000-0000')).toMatchObject({ error: { code: 'officer.other-change' } })
    expect(await confirm(first.id, office)).toMatchObject({ error: { code: 'roll.same-person' } })
    const again = await prepare()
    expect(await sign(again.id, signed)).toMatchObject({ error: { code: 'officer.other-change' } })
    expect(await sign(again.id, await ask(again.id))).toEqual({ ok: true, value: { second: '孙主任' } })
    expect(await confirm(again.id, office)).toMatchObject({ ok: true, value: { version: 1, publishedBy: office.name } })
    expect(await readRows(database, `SELECT details->>'confirmedBy' AS by FROM audit WHERE action = 'roll.published'`)).toEqual([
      { by: '孙主任' },
    ])
  })

  it.each([
    [
      'someone is added',
      `UPDATE registration SET status = 'registered' WHERE name = '待审'`,
      '第2选区（乙社区）（县级）预览时1条，现在2条',
    ],
    [
      'a name is corrected',
      `UPDATE registration SET name = '丁三' WHERE name = '丁一'`,
      '第1选区（甲社区）（县级）预览时1条，现在1条，内容不同',
    ],
    ['someone moves', `UPDATE registration SET county_district = '${DISTRICTS.b}' WHERE name = '丁一'`, '预览时1条，现在0条'],
    ['a district is renamed', `UPDATE district SET name = '改名' WHERE code = '${DISTRICTS.b}'`, '改名（县级）'],
    ['the day is moved', `UPDATE election SET polling_day = '2026-12-21'`, '选举日'],
  ])('does not hold when %s', async (_, change, said) => {
    await addVoters(database, [
      { name: '丁一' },
      { name: '丁二', county: DISTRICTS.b },
      { name: '待审', status: 'review', county: DISTRICTS.b },
    ])
    const preview = await prepare()
    await database.run(change)
    const refused = await confirm(preview.id)
    expect(refused).toMatchObject({ ok: false, error: { code: 'roll.preview-outdated' } })
    expect(refused.ok ? '' : refused.error.text?.zh).toContain(said)
    expect(await versions()).toEqual([])
    const again = await prepare()
    expect(await confirm(preview.id)).toMatchObject({ ok: false, error: { code: 'roll.preview-unknown' } })
    expect(await confirm(again.id)).toMatchObject({ ok: true })
  })

  it('of a supplement counts who moved once, with an entry in both districts', async () => {
    await addVoters(database, [{ name: '丁一' }, { name: '丁二' }, { name: '丁四', county: DISTRICTS.b }])
    expect(await publishAsTwo(contextOf(database), input)).toMatchObject({ ok: true })
    await database.run(`UPDATE registration SET county_district = '${DISTRICTS.b}' WHERE name = '丁一'`)
    await database.run(`UPDATE registration SET name = '丁二二' WHERE name = '丁二'`)
    await addVoters(database, [{ name: '丁五', county: DISTRICTS.b }])
    const preview = await prepare()
    expect(preview).toMatchObject({
      version: 2,
      kind: 'supplement',
      people: 3,
      entries: 4,
      districts: [
        { code: DISTRICTS.a, listed: 0, added: 0, removed: 1, corrected: 1 },
        { code: DISTRICTS.b, listed: 0, added: 2, removed: 0, corrected: 0 },
      ],
    })
    expect(await inDistrict('county', DISTRICTS.a)).toMatchObject({
      ok: true,
      value: {
        entries: [
          { change: 'corrected', name: '丁二二' },
          { change: 'removed', name: '丁一' },
        ],
        next: null,
        current: true,
      },
    })
    expect(await confirm(preview.id)).toMatchObject({ ok: true, value: { version: 2, people: 3, entries: 4 } })
  })

  it('shows a district page by page, and says when it is no longer what was previewed', async () => {
    await addVoters(database, someVoters(450))
    await prepare()
    const pages = [await inDistrict('county', DISTRICTS.a), await inDistrict('county', DISTRICTS.a, 200)]
    expect(pages.map(page => page.ok && [page.value.entries.length, page.value.next, page.value.current])).toEqual([
      [200, 200, true],
      [25, null, true],
    ])
    await database.run(`UPDATE registration SET status = 'removed' WHERE id = (SELECT min(id) FROM registration)`)
    expect(await inDistrict('county', DISTRICTS.a)).toMatchObject({ ok: true, value: { current: false } })
    expect(await inDistrict('county', 'x')).toMatchObject({ ok: false, error: { code: 'roll.preview-unknown' } })
  })

  it('is made and read only by those who may', async () => {
    await addVoters(database, [{ name: '丁一' }])
    await prepare()
    const auditor = contextOf(database, { actor: { ...office, id: 'a', role: 'auditor' } })
    const elsewhere = contextOf(database, { actor: { ...second, areaCode: '110106' } })
    expect(await preparePreview(auditor, input)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await findPreviewEntries(auditor, { ...input, level: 'county', district: DISTRICTS.a, from: 0 })).toMatchObject({
      ok: false,
    })
    expect(await findRollPreview(auditor, ELECTION)).toMatchObject({ ok: true, value: { own: false } })
    expect(await findRollPreview(elsewhere, ELECTION)).toMatchObject({ ok: false })
    expect(await publishRoll(elsewhere, { ...input, preview: 1 })).toMatchObject({ ok: false })
  })
})
