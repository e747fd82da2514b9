import type { FeedEntry } from '@mingce/domain/population'
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context } from '../../../access/index.ts'
import { messageOf, newKey, type SenderKey, SM2_TEST_KEY } from '../../../app/server/testing/feed.ts'
import { setUpElection } from '../../../district/index.ts'
import type { Election } from '../../../election/index.ts'
import { purgeNow } from '../../../platform/testing/purge-now.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import {
  addAuthority,
  entriesPurge,
  findAuthoritiesStanding,
  rotateAuthorityKey,
  takeRegister,
} from '../../../population/index.ts'
import { decideCase, findReviewCases } from '../../review/index.ts'
import {
  contextFor,
  importDisqualified,
  importPeople,
  importRows,
  loadSomeAreas,
  numberOf,
  openElection,
} from '../../testing/office.ts'
import { applyFeed } from './service.feed.ts'
import { listDisqualifications, lookUpDisqualification } from './service.ts'

const CITY: Actor = { id: 'u-city', name: '市选办', role: 'city', areaCode: '11' }
const AT = new Date('2026-11-20T01:00:00Z')
const ZHANG = numberOf('1980-01-01', 1)
const LI = numberOf('1990-02-02', 2)

const entry = (change: Partial<FeedEntry> = {}): FeedEntry => ({
  name: '张三',
  number: ZHANG,
  ground: 'deprived',
  decidedBy: { kind: 'court', name: '朝阳区人民法院' },
  document: '（2026）京0105刑初1号',
  from: '2026-11-01',
  to: '2028-10-31',
  sentence: null,
  withdrawn: false,
  ...change,
})

describeStores('the disqualification feed', open => {
  let ctx: Context
  let election: Election
  let key: SenderKey
  let sequence: number

  beforeEach(async () => {
    const database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    key = newKey()
    sequence = 0
    const added = await addAuthority(
      { ...ctx, actor: CITY },
      { id: 'court', name: '市高级人民法院', kind: 'court', areaCode: '11', publicKey: key.publicKey },
    )
    expect(added.ok).toBe(true)
  })

  const register = () =>
    importRows(ctx, election, [
      ['姓名', '身份证号', '社区'],
      ['张三', ZHANG, '东郊'],
      ['李四', LI, '百子湾西'],
    ])
  const message = (lines: readonly (FeedEntry | string)[], change: Partial<Parameters<typeof messageOf>[1]> = {}) => {
    sequence += 1
    return messageOf(lines, { authority: 'court', sequence, key, issuedAt: AT, ...change })
  }
  const apply = (sent: { signature: string; message: Uint8Array[] }, on: Context = ctx) =>
    applyFeed(on, { ...sent, channel: 'api' })
  const send = async (...lines: (FeedEntry | string)[]) => {
    const answer = await apply(message(lines))
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.value
  }
  const later = (days: number): Context => ({ ...ctx, clock: { now: () => new Date(AT.getTime() + days * 86_400_000) } })
  const cases = async (state: 'open' | 'decided' = 'open') => {
    const found = await findReviewCases(ctx, election.id, { state } as Parameters<typeof findReviewCases>[2])
    if (!found.ok) throw new Error(found.error.code)
    return found.value.items
  }
  const statusOf = async (name: string) =>
    (await readRows<{ status: string }>(ctx.database, 'SELECT status FROM registration WHERE name = $1', [name]))[0]?.status
  const kept = () =>
    readRows<{ from: string; to: string | null; replaced: boolean }>(
      ctx.database,
      `SELECT from_date AS "from", to_date AS "to", replaced_by IS NOT NULL AS replaced FROM disqualification_entry ORDER BY id`,
    )

  it('opens a case for a registered person, removes nobody by itself, and leaves other people unchanged', async () => {
    await register()
    expect(await send(entry())).toMatchObject({
      added: 1,
      findings: { opened: 1, withdrawn: 0 },
      again: false,
      outcomes: ['added'],
    })
    const [one, ...others] = await cases()
    expect(others).toEqual([])
    expect(one).toMatchObject({ name: '张三', status: 'registered', findings: [{ code: 'eligibility.deprived', state: 'open' }] })
    expect(await readRows(ctx.database, 'SELECT 1 AS one FROM claim')).toHaveLength(2)
    const decided = await decideCase(ctx, {
      countyCode: one?.countyCode ?? '',
      registrationId: one?.registrationId ?? 0,
      decision: 'refuse',
      reason: '判决书已核对',
    })
    expect(decided.ok && decided.value.status).toBe('removed')
  })

  it('closes the case when a correction ends the entry before election day', async () => {
    await register()
    await send(entry())
    expect(await send(entry({ to: '2026-12-19' }))).toMatchObject({ replaced: 1, findings: { opened: 0, withdrawn: 1 } })
    expect(await cases()).toEqual([])
    expect(await statusOf('张三')).toBe('registered')
    expect(await kept()).toEqual([
      { from: '2026-11-01', to: '2028-10-31', replaced: true },
      { from: '2026-11-01', to: '2026-12-19', replaced: false },
    ])
    // It ends on election day itself, on which the right to vote is not yet restored.
    expect(await send(entry({ to: '2026-12-20' }))).toMatchObject({ findings: { opened: 1 } })
    expect(await send(entry({ to: '2026-12-19' }))).toMatchObject({ findings: { withdrawn: 1 } })
    // The same entry as before counts as new, and opens a case again.
    expect(await send(entry())).toMatchObject({ findings: { opened: 1 } })
  })

  it('opens no case for an entry that has ended or begins after election day', async () => {
    await register()
    const ended = entry({ from: '2024-01-01', to: '2026-10-31' })
    const ahead = entry({ number: LI, name: '李四', from: '2026-12-21', to: null, ground: 'suspended' })
    expect(await send(ended, ahead)).toMatchObject({ added: 2, findings: { opened: 0 } })
  })

  it('keeps the case open as long as one of several entries applies', async () => {
    await register()
    await send(entry(), entry({ document: '（2026）京0105刑初2号', from: '2026-12-01', to: 'life' }))
    expect(await send(entry({ to: '2026-11-10' }))).toMatchObject({ replaced: 1, findings: { opened: 1, withdrawn: 1 } })
    expect((await cases())[0]?.findings.filter(f => f.state === 'open')).toHaveLength(1)
    await send(entry({ document: '（2026）京0105刑初2号', from: '2026-12-01', to: '2026-12-02' }))
    expect(await cases()).toEqual([])
  })

  it('withdraws an entry reported by this authority, and no other', async () => {
    await register()
    await send(entry())
    expect(await send(entry({ withdrawn: true }))).toMatchObject({ withdrawn: 1, findings: { withdrawn: 1 } })
    expect(await cases()).toEqual([])
    expect(await send(entry({ withdrawn: true }))).toMatchObject({
      refused: 1,
      refusals: [{ line: 1, codes: ['entry.nothing-to-withdraw'] }],
    })
    const look = await lookUpDisqualification(ctx, election.id, { name: '张三', number: ZHANG, reason: '核对撤销' })
    expect(look).toMatchObject({ ok: true, value: [{ state: 'withdrawn', holds: false }] })
  })

  it('opens a case for another document after an officer decided on the first', async () => {
    await register()
    await send(entry())
    const [one] = await cases()
    const ref = { countyCode: one?.countyCode ?? '', registrationId: one?.registrationId ?? 0 }
    await decideCase(ctx, { ...ref, decision: 'accept', reason: '同名同姓，判决书不是本人' })
    expect(await send(entry())).toMatchObject({ unchanged: 1, findings: { opened: 0 } })
    expect(await cases()).toEqual([])
    expect(await send(entry({ document: '（2026）京0105刑初9号' }))).toMatchObject({ findings: { opened: 1 } })
    expect(await cases()).toHaveLength(1)
  })

  it('counts every line: later lines correct earlier ones, and invalid ones are returned by number', async () => {
    const answer = await send(
      entry(),
      '{"name":',
      entry({ to: '2027-01-01' }),
      entry({ to: '2027-01-01' }),
      entry({ number: '1' }),
    )
    expect(answer).toMatchObject({ entries: 5, added: 1, replaced: 1, unchanged: 1, refused: 2 })
    expect(answer.outcomes).toEqual(['added', 'refused', 'replaced', 'unchanged', 'refused'])
    expect(answer.refusals).toEqual([
      { line: 2, codes: ['entry.json'] },
      { line: 5, codes: ['identity.format'] },
    ])
  })

  it('applies to elections created later, but not to closed ones', async () => {
    await ctx.database.run(`UPDATE election SET state = 'closed'`)
    await send(
      entry(),
      entry({ number: LI, name: '李四', to: '2026-11-02' }),
      entry({ number: LI, name: '李四', withdrawn: true }),
    )
    expect(await readRows(ctx.database, 'SELECT 1 AS one FROM disqualification')).toEqual([])
    const next = await setUpElection(
      ctx,
      { areaCode: '110105021', day: '2027-01-15', levels: ['county'], name: '补选', round: '补选' },
      takeRegister,
    )
    expect(next.ok).toBe(true)
    expect(await readRows(ctx.database, 'SELECT name, election_id FROM disqualification')).toEqual([
      { name: '张三', election_id: '110105021-20270115' },
    ])
  })

  it('deletes ended and withdrawn entries when no election is open, and records only their number (PIPL 19)', async () => {
    await register()
    await send(
      entry({ to: '2026-11-30' }),
      entry({ document: '另一份', to: 'life' }),
      entry({ number: LI, name: '李四', to: '2026-11-02' }),
    )
    await send(entry({ to: '2026-12-05' }), entry({ number: LI, name: '李四', withdrawn: true }))
    const documents = () =>
      readRows(ctx.database, 'SELECT DISTINCT document_no AS document FROM disqualification_entry ORDER BY 1')
    const after = later(60)
    // While the election is open, its evidence is kept.
    expect(await purgeNow(after, entriesPurge)).toBe(0)
    expect(await documents()).toHaveLength(2)
    await ctx.database.run(`UPDATE election SET state = 'closed'`)
    // Two of the corrected document, two of the withdrawn one; the entry without an end is kept.
    expect(await purgeNow(after, entriesPurge)).toBe(1)
    expect(await documents()).toEqual([{ document: '另一份' }])
    expect(await purgeNow(after, entriesPurge)).toBe(0)
    expect(await readRows(ctx.database, `SELECT subject, details FROM audit WHERE action = 'disqualifications.purged'`)).toEqual([
      { subject: 'feed/court', details: { entries: 4 } },
    ])
  })

  it('leaves entries imported from files unchanged', async () => {
    await importDisqualified(ctx, election, [
      ['姓名', '身份证号', '类别', '决定机关', '文书号', '起始日期', '截止日期'],
      ['张三', ZHANG, '剥夺政治权利', '朝阳区人民法院', '（2026）京0105刑初1号', '2026-11-01', '2028-10-31'],
    ])
    await send(entry())
    await send(entry({ withdrawn: true }))
    const rows = await readRows(
      ctx.database,
      'SELECT import_id IS NULL AS fed, replaced_by IS NULL AS counts FROM disqualification ORDER BY id',
    )
    expect(rows).toEqual([
      { fed: false, counts: true },
      { fed: true, counts: false },
    ])
  })

  it('stores no number in clear text in any column', async () => {
    await register()
    await send(entry(), '{"number":"11010519800101001"}')
    const columns = await readRows<{ t: string; c: string }>(
      ctx.database,
      `SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb')`,
    )
    for (const { t, c } of columns)
      expect([
        t,
        c,
        await readRows(ctx.database, `SELECT 1 AS found FROM "${t}" WHERE "${c}"::text LIKE '%' || $1 || '%'`, [ZHANG]),
      ]).toEqual([t, c, []])
  })

  it('accepts a message once: a repeated one gets the same result, another with its number is refused', async () => {
    await register()
    const first = message([entry(), '{}'])
    const answered = await apply(first)
    const again = await apply(first)
    expect(again).toEqual({ ok: true, value: { ...(answered.ok ? answered.value : {}), again: true } })
    expect(await kept()).toHaveLength(1)
    const other = messageOf([entry({ to: 'life' })], { authority: 'court', sequence: 1, key, issuedAt: AT })
    expect(await apply(other)).toEqual({ ok: false, error: { code: 'feed.replayed' } })
    const early = messageOf([entry({ to: 'life' })], { authority: 'court', sequence: 3, key, issuedAt: AT })
    expect(await apply(early)).toEqual({ ok: false, error: { code: 'feed.early' } })
    expect(await kept()).toHaveLength(1)
    // An empty message is valid too.
    expect(await send()).toMatchObject({ sequence: 2, entries: 0 })
    expect((await apply(early)).ok).toBe(true)
  })

  it('accepts one of two simultaneous messages with the same number', async () => {
    const [a, b] = [
      messageOf([entry()], { authority: 'court', sequence: 1, key, issuedAt: AT }),
      messageOf([], { authority: 'court', sequence: 1, key, issuedAt: AT }),
    ]
    const answers = await Promise.all([apply(a), apply(b)])
    expect(answers.map(answer => (answer.ok ? 'ok' : answer.error.code)).sort()).toEqual(['feed.replayed', 'ok'])
  })

  it('refuses another key, a changed byte and a truncated message', async () => {
    const sent = message([entry(), entry({ number: LI, name: '李四' })])
    const stranger = messageOf([entry()], { authority: 'court', sequence: 1, key: newKey(), issuedAt: AT })
    expect(await apply(stranger)).toEqual({ ok: false, error: { code: 'feed.unknown-key' } })
    const nobody = messageOf([entry()], { authority: 'nobody', sequence: 1, key, issuedAt: AT })
    expect(await apply(nobody)).toEqual({ ok: false, error: { code: 'feed.unknown-key' } })
    const [head, , signature] = sent.signature.split('.')
    const forged = [
      head,
      messageOf([], { authority: 'court', sequence: 1, key, issuedAt: AT }).signature.split('.')[1],
      signature,
    ].join('.')
    expect(await apply({ signature: forged, message: [] })).toEqual({ ok: false, error: { code: 'feed.signature' } })
    for (const text of [sent.text.replace('张三', '张二'), sent.text.split('\n')[0] ?? '', `${sent.text}{}\n`, ''])
      expect(await apply({ ...sent, message: [Buffer.from(text)] })).toEqual({ ok: false, error: { code: 'feed.digest' } })
    expect(await apply({ ...sent, message: [Buffer.from([0xff, 0xfe])] })).toEqual({ ok: false, error: { code: 'feed.digest' } })
    expect(await apply({ ...sent, signature: 'x' })).toEqual({ ok: false, error: { code: 'feed.malformed' } })
    expect(await kept()).toEqual([])
    expect(await applyFeed(ctx, { ...sent, channel: 'file', authorityId: 'other' })).toMatchObject({
      error: { code: 'feed.unknown-key' },
    })
    expect(await apply(sent)).toMatchObject({ ok: true, value: { added: 2 } })
  })

  it('ends the old key when a new one is added, and accepts neither outside its validity', async () => {
    const city = { ...ctx, actor: CITY }
    const next = SM2_TEST_KEY
    const change = { id: 'court', publicKey: next.publicKey, at: later(1).clock.now() }
    expect(await rotateAuthorityKey(city, change)).toMatchObject({ error: { code: 'authority.unconfirmed' } })
    const over = (text: string, signer: typeof key) =>
      messageOf([text.trimEnd()], { authority: 'court', sequence: 1, key: signer, issuedAt: AT }).signature
    const forged = over(next.publicKey, newKey())
    expect(await rotateAuthorityKey(city, { ...change, signature: forged })).toMatchObject({
      error: { code: 'authority.unconfirmed' },
    })
    expect(await rotateAuthorityKey(city, { ...change, confirmedBy: ['张三', '张三'] })).toMatchObject({
      error: { code: 'authority.unconfirmed' },
    })
    const rotated = await rotateAuthorityKey(city, { ...change, signature: over(next.publicKey, key) })
    expect(rotated.ok).toBe(true)
    const tomorrow = later(2).clock.now()
    const one = messageOf([entry()], { authority: 'court', sequence: 1, key: next, issuedAt: AT })
    expect(await apply(one)).toEqual({ ok: false, error: { code: 'feed.key-ended' } })
    const late = messageOf([entry()], { authority: 'court', sequence: 1, key, issuedAt: AT })
    expect(await apply(late, later(2))).toEqual({ ok: false, error: { code: 'feed.key-ended' } })
    const good = messageOf([entry()], { authority: 'court', sequence: 1, key: next, issuedAt: tomorrow, algorithm: 'sha-256' })
    expect(await apply(good)).toEqual({ ok: false, error: { code: 'feed.clock' } })
    expect(await apply(good, later(2))).toMatchObject({ ok: true, value: { added: 1 } })
    const two = ['张三', '李四']
    expect(await rotateAuthorityKey(city, { id: 'court', publicKey: key.publicKey, confirmedBy: two })).toMatchObject({
      error: { code: 'authority.taken' },
    })
    expect(await rotateAuthorityKey(ctx, { id: 'court', publicKey: newKey().publicKey })).toMatchObject({
      error: { code: 'forbidden' },
    })
    const standing = await findAuthoritiesStanding(ctx)
    expect(standing).toMatchObject({
      ok: true,
      value: [{ id: 'court', keys: [{ algorithm: 'sm2' }, { algorithm: 'ed25519' }], last: { sequence: 1 } }],
    })
  })

  it('requires a public key, an area and a kind for an authority', async () => {
    const city = { ...ctx, actor: CITY }
    const input = { id: 'proc', name: '检察院', kind: 'procuratorate', areaCode: '11', publicKey: newKey().publicKey }
    for (const change of [{ publicKey: newKey().privateKey }, { kind: 'army' }, { areaCode: '99' }, { id: 'A b' }, { name: ' ' }])
      expect(await addAuthority(city, { ...input, ...change })).toMatchObject({ ok: false, error: { code: 'authority.invalid' } })
    expect(await addAuthority(ctx, input)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await addAuthority(city, { ...input, id: 'court' })).toMatchObject({ ok: false, error: { code: 'authority.taken' } })
    expect((await addAuthority(city, input)).ok).toBe(true)
  })

  it('can be read with a reason only, and every read is in the audit trail', async () => {
    await register()
    await importPeople(ctx, election, [
      ['姓名', '身份证号', '社区代码'],
      ['王五', numberOf('1970-03-03', 3), '东郊'],
    ])
    await send(entry(), entry({ name: '李四', number: LI }))
    const village: Context = contextFor(ctx.database, { id: 'u-v', name: '东郊', role: 'township', areaCode: '110105021021' })
    const [zhang] = (await cases()).filter(one => one.name === '张三')
    const ref = { countyCode: zhang?.countyCode ?? '', registrationId: zhang?.registrationId ?? 0 }
    const seen = await lookUpDisqualification(village, election.id, { registration: ref, reason: '核对判决书' })
    expect(seen).toMatchObject({
      ok: true,
      value: [{ name: '张三', decidedBy: '朝阳区人民法院', source: '市高级人民法院', holds: true }],
    })
    expect(JSON.stringify(seen)).not.toContain(ZHANG)
    const ask = (name: string, number: string, on = ctx) =>
      lookUpDisqualification(on, election.id, { name, number, reason: '本人来问' })
    expect(await ask('李四', LI)).toMatchObject({ ok: true, value: [{ name: '李四' }] })
    expect(await ask('李四', LI, village)).toEqual({ ok: true, value: [] })
    expect(await ask('张三', LI)).toEqual({ ok: true, value: [] })
    expect(await ask('李四', '123')).toMatchObject({ error: { code: 'disqualification.number' } })
    const station = contextFor(ctx.database, { id: 'u-s', name: '站', role: 'station', areaCode: '110105021' })
    expect(await ask('李四', LI, station)).toMatchObject({ error: { code: 'forbidden' } })
    expect(await listDisqualifications(village, election.id, { reason: '公布名单前逐人核对一遍' })).toMatchObject({
      ok: true,
      value: { total: 1, items: [{ name: '张三' }], next: null },
    })
    expect(await listDisqualifications(ctx, election.id, { reason: '公布名单前逐人核对一遍' })).toMatchObject({
      value: { total: 2 },
    })
    const trail = await readRows<{ action: string; details: Record<string, unknown> }>(
      ctx.database,
      `SELECT action, details, subject LIKE 'registration/%' AS beside FROM audit WHERE action LIKE 'disqualifications.l%' ORDER BY id`,
    )
    expect(trail.map(({ action, details }) => [action, details.reason, details.entries])).toEqual([
      ['disqualifications.looked-up', '核对判决书', 1],
      ['disqualifications.looked-up', '本人来问', 1],
      ['disqualifications.looked-up', '本人来问', 0],
      ['disqualifications.looked-up', '本人来问', 0],
      ['disqualifications.listed', '公布名单前逐人核对一遍', 1],
      ['disqualifications.listed', '公布名单前逐人核对一遍', 2],
    ])
  })
})
