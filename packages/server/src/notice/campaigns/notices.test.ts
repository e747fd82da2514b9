/** Notices on both stores: queued once per person of a state in an area, and sent to the best known contact. */

import type { NoticeId, NoticeParameters } from '@mingce/domain/notice'
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context, VoterContext } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { audienceSource } from '../../registration/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../../registration/testing/office.ts'
import { mailbox, openOutbox, type TakenMessage } from '../delivery/index.ts'
import { queueNotice } from '../templates/index.ts'
import type { Reminder } from './schema.ts'
import { mobileOf, noticeText, openGiven, reachWith } from './service.reach.ts'
import { openNotices } from './service.ts'
import { forgetRecipients, forgetVoterContacts } from './store.ts'

const WEST = '110105021022'
const EAST = '110105021021'
const POPULATION = ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '现住地址', '联系电话']
const ROSTER = ['姓名', '公民身份号码', '社区', '联系电话']
const TO_REGISTER: Reminder = {
  template: 'remind-register',
  where: '百子湾西社区登记站，每天9时至18时',
  until: '2026-11-28',
  to: { state: 'not-yet-registered' },
}
const { findNoticeMessages, findNotices, myContact, previewReminder, retryNotices, saveMyContact, sendReminder } = openNotices({
  audience: audienceSource,
  gateways: { sms: mailbox(), email: mailbox() },
})
const REQUEST = '0b7a1c52-6c1e-4f43-9a55-7d0d5a3f1a01'

describeStores('notices', open => {
  let database: Database
  let ctx: Context
  let election: Election
  let sent: { to: string; template: string; body: string }[]
  const person = (n: number) => numberOf(`1980-01-${String(n).padStart(2, '0')}`, n)

  beforeEach(async () => {
    sent = []
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    const base = (n: number, community: string, phone: string) => [
      `居民${'一二三四五六七八九'[n - 1]}`,
      person(n),
      '110105',
      community,
      '正常',
      '某路1号',
      phone,
    ]
    await importPeople(ctx, election, [
      POPULATION,
      base(1, EAST, '13900000001'),
      base(2, EAST, '010-67380000'),
      base(3, EAST, ''),
      base(4, WEST, '139 0000 0004'),
      base(5, WEST, '+8613900000005'),
      base(6, WEST, '13900000006'),
    ])
    await importRows(ctx, election, [
      ROSTER,
      ['居民五', person(5), '百子湾西社区', ''],
      ['居民六', person(6), '百子湾西社区', '13911111111'],
    ])
  })

  const outbox = () =>
    openOutbox({
      database,
      keys: ctx.keys,
      clock: ctx.clock,
      log: ctx.log,
      gateways: {
        sms: {
          name: 'http',
          async send({ to, template, body }) {
            sent.push({ to, template, body })
            return { kind: 'taken', providerId: null }
          },
          close() {},
        },
      },
      reachOf: reachWith(ctx.keys, audienceSource),
      textOf: noticeText,
    })
  const voter = (n: number): VoterContext => {
    const { actor, ...rest } = ctx
    return {
      ...rest,
      voter: { sessionId: 's', personKey: ctx.keys.personKey(person(n)), name: '居民', issuer: 'i', expiresAt: new Date() },
    }
  }
  const registrationOf = async (n: number): Promise<number> => {
    const [row] = await readRows<{ id: number }>(database, 'SELECT id FROM registration WHERE person_key = $1', [
      ctx.keys.personKey(person(n)),
    ])
    return row?.id ?? 0
  }
  const tell = async <Id extends NoticeId>(
    n: number,
    template: Id,
    parameters: NoticeParameters<Id>,
    dedupeKey = `${template} ${n}`,
  ) => {
    const registrationId = await registrationOf(n)
    await database.transaction(tx =>
      queueNotice(tx, {
        electionId: election.id,
        countyCode: '110105',
        registrationId,
        template,
        parameters,
        dedupeKey,
        at: ctx.clock.now(),
        areaCode: WEST,
      }),
    )
  }

  it('previews the number of people and of reachable people, and the text', async () => {
    const preview = await previewReminder(ctx, election.id, TO_REGISTER)
    if (!preview.ok) throw new Error(preview.error.code)
    // Four are not registered; one has no phone and one a landline.
    expect(preview.value).toMatchObject({ people: 4, reachable: 2, channels: { sms: 'mailbox', email: 'mailbox' } })
    expect(preview.value.sample.zh.body).toContain('请在2026年11月28日以前办理')
    expect(preview.value.sample.en.body).toContain('register by 28 November 2026')
    const east = await previewReminder(ctx, election.id, { ...TO_REGISTER, to: { state: 'not-yet-registered', area: EAST } })
    expect(east).toMatchObject({ ok: true, value: { people: 3, reachable: 1 } })
    expect(await readRows(database, 'SELECT FROM outbox')).toEqual([])
    // A person with contact details of their own is reachable.
    await saveMyContact(voter(3), { phone: null, email: 'three@example.org', language: 'en' })
    expect(await previewReminder(ctx, election.id, TO_REGISTER)).toMatchObject({ value: { people: 4, reachable: 3 } })
  })

  it('sends to everyone of a state in an area once a day, and nothing on a retry', async () => {
    const retried = { ...ctx, requestId: REQUEST }
    const first = await sendReminder(retried, election.id, TO_REGISTER)
    expect(first).toMatchObject({ ok: true, value: { id: REQUEST, people: 4, queued: 4, repeated: 0 } })
    expect(await sendReminder(retried, election.id, TO_REGISTER)).toEqual(first)
    expect(
      await sendReminder(ctx, election.id, { ...TO_REGISTER, to: { state: 'not-yet-registered', area: EAST } }),
    ).toMatchObject({
      value: { people: 3, queued: 0, repeated: 3 },
    })
    while ((await outbox().deliver()).sent > 0);
    expect(sent.map(({ to }) => to).sort()).toEqual(['13900000001', '13900000004'])
    const notices = await findNotices(ctx, election.id)
    if (!notices.ok) throw new Error(notices.error.code)
    expect(notices.value.campaigns.find(({ id }) => id === REQUEST)).toMatchObject({
      people: 4,
      states: { sent: 2, unreachable: 2 },
      area: { code: '110105021' },
      state: 'not-yet-registered',
    })
    expect(notices.value.errors).toEqual({ 'recipient.none': 2 })
    const audit = await readRows<{ action: string; details: { people: number } }>(
      database,
      `SELECT action, details FROM audit WHERE action LIKE 'notice.%' ORDER BY id`,
    )
    expect(audit.map(({ action, details }) => [action, details.people])).toEqual([
      ['notice.sent', 4],
      ['notice.sent', 3],
    ])
    // A phone added later is used when the office retries.
    await saveMyContact(voter(3), { phone: '13922222222', email: null, language: 'en' })
    expect(await retryNotices(ctx, election.id, REQUEST)).toMatchObject({ value: { queued: 2 } })
    while ((await outbox().deliver()).sent > 0);
    expect(sent.at(-1)).toMatchObject({ to: '13922222222', body: expect.stringContaining('you are not registered yet') })
  })

  it('marks notices of a practice election at the beginning', async () => {
    await readRows(database, 'UPDATE election SET training = true WHERE id = $1', [election.id])
    const preview = await previewReminder(ctx, election.id, TO_REGISTER)
    expect(preview).toMatchObject({ value: { sample: { zh: { subject: expect.stringMatching(/^【演练】/) } } } })
    await sendReminder(ctx, election.id, TO_REGISTER)
    while ((await outbox().deliver()).sent > 0);
    expect(sent.map(({ body }) => body.slice(0, 4))).toEqual(['【演练】', '【演练】'])
  })

  it('refuses an invalid reminder, and an area of another office', async () => {
    const code = async (reminder: Reminder, as: Context = ctx) => {
      const answer = await sendReminder(as, election.id, reminder)
      return answer.ok ? 'sent' : answer.error.code
    }
    expect(await code({ ...TO_REGISTER, to: { state: 'registered' } })).toBe('notice.unfit')
    expect(await code({ ...TO_REGISTER, until: undefined })).toBe('notice.until')
    expect(await code({ ...TO_REGISTER, until: '2026-12-21' })).toBe('notice.until')
    expect(await code({ ...TO_REGISTER, to: { state: 'not-yet-registered', area: '110101' } })).toBe('notice.area')
    expect(await code({ template: 'remind-review', where: '登记站', until: '2026-11-28', to: { state: 'review' } })).toBe(
      'notice.nobody',
    )
    const station: Actor = { id: 's', name: '登记站', role: 'station', areaCode: WEST }
    expect(await code(TO_REGISTER, contextFor(database, station))).toBe('forbidden')
    const over: Context = { ...ctx, clock: { now: () => new Date('2026-12-21T01:00:00Z') } }
    expect(await code(TO_REGISTER, over)).toBe('notice.over')
    expect(await readRows(database, 'SELECT FROM notice_campaign')).toEqual([])
  })

  it('sends a notice to one person, preferring the phone of the registration to that of the register', async () => {
    const said = { election: election.name, pollingDay: election.pollingDay, place: '百子湾西社区', list: '请核对' }
    await tell(5, 'accepted', said)
    await tell(6, 'accepted', said)
    await tell(6, 'accepted', said)
    while ((await outbox().deliver()).sent > 0);
    expect(sent.map(({ to, template }) => `${to} ${template}`).sort()).toEqual(['13900000005 accepted', '13911111111 accepted'])
    const page = await findNoticeMessages(ctx, election.id, { office: 'false' })
    if (!page.ok) throw new Error(page.error.code)
    expect(page.value.items.map(({ name, recipient, state }) => ({ name, recipient, state }))).toEqual([
      { name: '居民六', recipient: '139****1111', state: 'sent' },
      { name: '居民五', recipient: '139****0005', state: 'sent' },
    ])
    expect(JSON.stringify(await readRows(database, 'SELECT * FROM outbox'))).not.toMatch(/139\d{8}/)
    // An officer of another community sees none of them.
    const east = contextFor(database, { id: 't', name: '东郊', role: 'township', areaCode: EAST })
    expect(await findNoticeMessages(east, election.id, { office: 'false' })).toMatchObject({ value: { items: [] } })
    await saveMyContact(voter(5), { phone: '13955555555', email: null, language: 'zh' })
    await database.transaction(async tx => {
      await forgetRecipients(tx, election.id)
      await forgetVoterContacts(tx)
    })
    expect(await readRows(database, `SELECT FROM outbox WHERE recipient IS NOT NULL OR person_key IS NOT NULL`)).toEqual([])
    expect(await readRows(database, `SELECT FROM outbox WHERE dedupe_key NOT LIKE 'closed/%'`)).toEqual([])
    expect(await readRows(database, 'SELECT FROM voter_contact')).toEqual([])
  })

  it('shows a notice to the other office in its console, without sending it', async () => {
    await tell(5, 'moved-away', { election: election.name, voter: '居民五', registration: '7' })
    expect(await outbox().isDue()).toBe(false)
    expect(await findNoticeMessages(ctx, election.id, { office: 'true' })).toMatchObject({
      value: { items: [{ template: 'moved-away', channel: 'office', body: expect.stringContaining('居民五') }] },
    })
    expect(await findNotices(ctx, election.id)).toMatchObject({ value: { single: {} } })
  })

  it('is not queued when its transaction is rolled back', async () => {
    const failing = database.transaction(async tx => {
      await queueNotice(tx, {
        electionId: election.id,
        countyCode: '110105',
        registrationId: 1,
        template: 'moved',
        parameters: { election: 'x', place: 'y' },
        dedupeKey: 'k',
        at: ctx.clock.now(),
      })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await readRows(database, 'SELECT FROM outbox')).toEqual([])
  })

  it('stores a voter’s contact details encrypted, shows them masked, and deletes them', async () => {
    expect(await myContact(voter(1))).toEqual({ phone: null, email: null, language: 'zh', declined: false })
    expect(await saveMyContact(voter(1), { phone: '13933333333', email: 'one@example.org', language: 'en' })).toEqual({
      phone: '139****3333',
      email: 'o***@example.org',
      language: 'en',
      declined: false,
    })
    const [kept] = await readRows<{ sealed: Uint8Array }>(database, 'SELECT sealed FROM voter_contact')
    expect(Buffer.from(kept?.sealed ?? []).toString('latin1')).not.toContain('example')
    const deleted = { phone: null, email: null, language: 'en' } as const
    expect(await saveMyContact(voter(1), deleted)).toEqual({ ...deleted, declined: true })
    const [left] = await readRows<{ sealed: Uint8Array }>(database, 'SELECT sealed FROM voter_contact')
    expect(openGiven(ctx.keys, left?.sealed ?? new Uint8Array())).toEqual({ phone: null, email: null })
  })

  it('writes to nobody who deleted the contact, by no other phone either, and counts them with the other road', async () => {
    const before = await previewReminder(ctx, election.id, TO_REGISTER)
    if (!before.ok) throw new Error(before.error.code)
    await saveMyContact(voter(1), { phone: null, email: null, language: 'zh' })
    const after = await previewReminder(ctx, election.id, TO_REGISTER)
    expect(after).toMatchObject({
      ok: true,
      value: {
        people: before.value.people,
        reachable: before.value.reachable - 1,
        declined: 1,
        otherRoad: { required: false, text: { zh: expect.stringContaining('上门') } },
      },
    })
    expect(await sendReminder(ctx, election.id, TO_REGISTER)).toMatchObject({ ok: true, value: { declined: 1 } })
    const said = {
      election: election.name,
      number: '1',
      decision: '申诉不成立',
      reason: '无',
      article: 'EL 29',
      suitUntil: '2026-12-15',
    }
    await database.transaction(tx =>
      queueNotice(tx, {
        electionId: election.id,
        countyCode: '110105',
        personKey: ctx.keys.personKey(person(1)),
        registrationId: null,
        template: 'objection-decided',
        parameters: said,
        dedupeKey: 'objection/1',
        areaCode: EAST,
        at: ctx.clock.now(),
      }),
    )
    await outbox().deliver()
    const own = await readRows(database, 'SELECT template, state, error, recipient FROM outbox WHERE person_key = $1', [
      ctx.keys.personKey(person(1)),
    ])
    expect(own).toEqual([{ template: 'objection-decided', state: 'unreachable', error: 'recipient.declined', recipient: null }])
    const shown = await findNoticeMessages(ctx, election.id, { office: 'false', state: 'unreachable' })
    expect(shown.ok && shown.value.items.find(one => one.error === 'recipient.declined')).toMatchObject({
      otherRoad: { zh: expect.stringContaining('当面告知') },
    })
    // Who gives a contact again is written to again.
    await saveMyContact(voter(1), { phone: '13933333333', email: null, language: 'zh' })
    expect(await previewReminder(ctx, election.id, TO_REGISTER)).toMatchObject({ value: { declined: 0 } })
  })

  it('does not send to an address that was looked up before the voter deleted the contact', async () => {
    const said = { election: election.name, place: '百子湾西社区' }
    await tell(6, 'moved', said)
    await database.run(`UPDATE outbox SET channel = 'sms', recipient = $1, language = 'zh', state = 'failed', next_at = $2`, [
      ctx.keys.seal(Buffer.from('13911111111'), 'outbox'),
      ctx.clock.now(),
    ])
    await saveMyContact(voter(6), { phone: null, email: null, language: 'zh' })
    await outbox().deliver()
    expect(sent).toEqual([])
  })

  it('tells that the list is published only when it is, with the last day to object', async () => {
    const listed: Reminder = { template: 'list-published', where: '东郊社区登记站', to: { state: 'registered' } }
    expect(await previewReminder(ctx, election.id, listed)).toMatchObject({ ok: false, error: { code: 'notice.not-yet' } })
    await database.run(`UPDATE election SET list_published_on = '2026-11-23' WHERE id = $1`, [election.id])
    const seen = await previewReminder(ctx, election.id, { ...listed, until: '2026-12-19' })
    // Five days from 23 November is a Saturday.
    expect(seen.ok && seen.value.sample.zh.body).toContain('在2026年11月30日以前（含当日）')
  })
})

it('recognizes mobile phone numbers', () => {
  expect(
    ['13900000000', '139-0000-0000', '+86 139 0000 0000', '008613900000000', '１３９００００００００', '+85291234567'].map(
      mobileOf,
    ),
  ).toEqual(['13900000000', '13900000000', '13900000000', '13900000000', '13900000000', '+85291234567'])
  expect(['010-67380000', '', null, '1390000000', '11900000000'].map(mobileOf)).toEqual([null, null, null, null, null])
})

it('throws on an unknown template', () => {
  const message: Pick<TakenMessage, 'template' | 'parameters'> = { template: 'gone', parameters: {} }
  expect(() => noticeText(message, 'zh')).toThrow('no notice gone')
})
