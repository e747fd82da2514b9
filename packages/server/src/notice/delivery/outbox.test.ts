/** Messages over a real SMTP server and a real HTTP gateway: temporary and permanent failures, crashes, and two workers. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openJobs } from '../../platform/jobs/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { requeueEnded } from '../campaigns/index.ts'
import { openCarrier } from './service.carry.ts'
import { LEASE_MS, type Outbox, openOutbox, RETRY_MINUTES, type Reach } from './service.deliver.ts'
import { smsGateway } from './service.gateway-sms.ts'
import { smtpGateway } from './service.gateway-smtp.ts'
import { inDaytime, mailbox } from './service.gateways.ts'
import { holdAfterRestore } from './service.restore.ts'
import { type Gateways, gatewaysFrom } from './service.settings.ts'
import { queueMessage } from './store.queue.ts'
import { takeDue } from './store.ts'

const COUNTY = '110105'
const MINUTE = 60_000

interface Letter {
  readonly id: string
  readonly to: string
  readonly text: string
}

/** A mail server that accepts what `answer` does not refuse. */
const openMail = async (answer: (letter: Letter) => number | undefined) => {
  const taken: Letter[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      let text = ''
      stream.on('data', chunk => (text += chunk))
      stream.on('end', () => {
        const letter = {
          id: /^message-id: <([^@>]+)@/im.exec(text)?.[1] ?? '',
          to: session.envelope.rcptTo.map(({ address }) => address).join(),
          text,
        }
        const code = answer(letter)
        if (code !== undefined) return done(Object.assign(new Error('refused'), { responseCode: code }))
        taken.push(letter)
        done()
      })
    },
    onRcptTo(address, _session, done) {
      done(address.address.startsWith('nobody') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null)
    },
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { url: new URL(`smtp://127.0.0.1:${port}`), taken, close: () => new Promise<void>(done => server.close(() => done())) }
}

describeStores('outbox', open => {
  let database: Database
  let now: Date
  let answer: (letter: Letter) => number | undefined
  let mail: Awaited<ReturnType<typeof openMail>>
  let reach: Reach
  const opened: Outbox[] = []
  const later = (ms: number) => (now = new Date(now.getTime() + ms))

  beforeEach(async () => {
    database = await open()
    now = new Date('2026-11-20T01:00:00Z')
    answer = () => undefined
    mail = await openMail(letter => answer(letter))
    reach = { ways: [{ channel: 'email', to: 'li@example.org' }], language: 'zh' }
  })
  afterEach(async () => {
    for (const outbox of opened.splice(0)) outbox.close()
    await mail.close()
  })

  const outboxWith = (gateways: Gateways = { email: smtpGateway({ url: mail.url, from: '选举委员会 <roll@example.org>' }) }) => {
    const outbox = openOutbox({
      database,
      keys: memoryKeyring(),
      clock: { now: () => now },
      log: { info() {}, warn() {} },
      gateways,
      reachOf: async (_, messages) => messages.map(() => reach),
      textOf: ({ parameters }) => ({ subject: '选民登记', body: `您好，${String(parameters.name)}` }),
    })
    opened.push(outbox)
    return outbox
  }
  const queue = (dedupeKey: string, name = '李') =>
    database.transaction(tx =>
      queueMessage(tx, {
        countyCode: COUNTY,
        topic: 'an-election',
        areaCode: COUNTY,
        template: 'accepted',
        parameters: { name },
        personKey: null,
        reference: null,
        dedupeKey,
        at: now,
      }),
    )
  const rows = () =>
    readRows<{ state: string; attempts: number; error: string | null; message_id: string; recipient: Uint8Array | null }>(
      database,
      'SELECT state, attempts, error, message_id, recipient FROM outbox ORDER BY id',
    )

  it('sends nothing by itself that was unsent at a backup, until an officer says so', async () => {
    await queue('a')
    await queue('b')
    const [first] = await takeDue(database, now, new Date(now.getTime() + LEASE_MS), 1)
    expect(first).toBeDefined()
    const notes = await database.transaction(tx => holdAfterRestore(tx, { at: now }))
    expect(notes.map(({ en }) => en)).toEqual([expect.stringMatching(/^2 notices were unsent/)])
    const outbox = outboxWith()
    later(24 * 60 * MINUTE)
    expect(await outbox.isDue()).toBe(false)
    expect(await outbox.deliver()).toEqual({ sent: 0, failed: 0, givenUp: 0, unreachable: 0 })
    expect(await rows()).toMatchObject([
      { state: 'given-up', error: 'message.restored' },
      { state: 'given-up', error: 'message.restored' },
    ])
    expect(await requeueEnded(database, 'an-election', COUNTY, null, now)).toBe(2)
    expect(await outbox.deliver()).toMatchObject({ sent: 2 })
    expect(mail.taken).toHaveLength(2)
    expect(await database.transaction(tx => holdAfterRestore(tx, { at: now }))).toEqual([])
  })

  it('sends a message once per key, and stores its recipient encrypted', async () => {
    expect(await queue('a')).toBe(true)
    expect(await queue('a')).toBe(false)
    const outbox = outboxWith()
    expect(await outbox.isDue()).toBe(true)
    expect(await outbox.deliver()).toEqual({ sent: 1, failed: 0, givenUp: 0, unreachable: 0 })
    expect(await outbox.deliver()).toEqual({ sent: 0, failed: 0, givenUp: 0, unreachable: 0 })
    const [row] = await rows()
    expect(row).toMatchObject({ state: 'sent', attempts: 1, error: null })
    expect(Buffer.from(row?.recipient ?? []).toString('latin1')).not.toContain('example')
    expect(mail.taken.map(({ id, to }) => ({ id, to }))).toEqual([{ id: row?.message_id, to: 'li@example.org' }])
    expect(await outbox.isDue()).toBe(false)
  })

  it('retries a temporary failure with growing delays, under the same id', async () => {
    await queue('a')
    answer = () => 451
    const outbox = outboxWith()
    expect(await outbox.deliver()).toMatchObject({ failed: 1 })
    expect(await rows()).toMatchObject([{ state: 'failed', attempts: 1, error: 'gateway.busy' }])
    expect(await outbox.isDue()).toBe(false)
    later(MINUTE)
    expect(await outbox.deliver()).toMatchObject({ failed: 1 })
    later(MINUTE)
    expect(await outbox.isDue()).toBe(false)
    later(4 * MINUTE)
    answer = () => undefined
    expect(await outbox.deliver()).toMatchObject({ sent: 1 })
    expect(mail.taken).toHaveLength(1)
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 3, error: null, message_id: mail.taken[0]?.id }])
  })

  it('gives up after a day, and immediately on a permanent failure', async () => {
    await queue('a')
    answer = () => 421
    const outbox = outboxWith()
    for (const minutes of RETRY_MINUTES) {
      expect(await outbox.deliver()).toMatchObject({ failed: 1 })
      later(minutes * MINUTE)
    }
    expect(await outbox.deliver()).toMatchObject({ givenUp: 1 })
    reach = { ways: [{ channel: 'email', to: 'nobody@example.org' }], language: 'zh' }
    await queue('b')
    expect(await outbox.deliver()).toMatchObject({ givenUp: 1 })
    answer = () => 554
    reach = { ways: [{ channel: 'email', to: 'li@example.org' }], language: 'zh' }
    await queue('c')
    expect(await outbox.deliver()).toMatchObject({ givenUp: 1 })
    expect(await rows()).toMatchObject([
      { state: 'given-up', error: 'gateway.busy' },
      { state: 'given-up', attempts: 1, error: 'recipient.rejected' },
      { state: 'given-up', attempts: 1, error: 'gateway.rejected' },
    ])
    expect(mail.taken).toEqual([])
  })

  it('resends what a crash left after its lease expired, under the same id', async () => {
    await queue('a')
    const [left] = await takeDue(database, now, new Date(now.getTime() + LEASE_MS), 10)
    const outbox = outboxWith()
    expect(await outbox.deliver()).toMatchObject({ sent: 0, failed: 0 })
    later(LEASE_MS)
    expect(await outbox.deliver()).toMatchObject({ sent: 1 })
    expect(mail.taken.map(({ id }) => id)).toEqual([left?.messageId])
    later(LEASE_MS)
    expect(await outbox.deliver()).toMatchObject({ sent: 0 })
    expect(mail.taken).toHaveLength(1)
  })

  it('sends nothing twice with two workers, and accepts an acknowledgement after the lease expired', async () => {
    for (let n = 0; n < 60; n++) await queue(`m${n}`, `第${n}人`)
    const [one, two] = [outboxWith(), outboxWith()]
    const done = [await Promise.all([one.deliver(), two.deliver()]), await Promise.all([one.deliver(), two.deliver()])].flat()
    expect(done.reduce((sum, { sent }) => sum + sent, 0)).toBe(60)
    expect(new Set(mail.taken.map(({ id }) => id)).size).toBe(60)
    expect(mail.taken).toHaveLength(60)

    // The mail server of the first worker responds only after the lease expired and a second worker failed to send the message.
    await queue('slow')
    let release: (() => void) | undefined
    const held = new Promise<void>(resolve => (release = resolve))
    let asked: (() => void) | undefined
    const sending = new Promise<void>(resolve => (asked = resolve))
    const slow = outboxWith({
      email: {
        name: 'smtp',
        async send() {
          asked?.()
          await held
          return { kind: 'taken', providerId: 'late' }
        },
        close() {},
      },
    })
    const slowly = slow.deliver()
    await sending
    later(LEASE_MS)
    answer = () => 451
    expect(await one.deliver()).toMatchObject({ failed: 1 })
    release?.()
    await slowly
    later(24 * 60 * MINUTE)
    expect(await one.isDue()).toBe(false)
    expect((await rows()).at(-1)).toMatchObject({ state: 'sent' })
  })

  it('counts unreachable recipients, and waits if there is no gateway for a recipient', async () => {
    reach = { ways: [], language: 'zh' }
    await queue('a')
    const outbox = outboxWith({ email: mailbox() })
    expect(await outbox.deliver()).toMatchObject({ unreachable: 1 })
    reach = { ways: [{ channel: 'sms', to: '13900000000' }], language: 'zh' }
    await queue('b')
    for (let n = 0; n < 12; n++) {
      await outbox.deliver()
      later(60 * MINUTE)
    }
    expect((await rows())[1]).toMatchObject({ state: 'failed', attempts: 0, error: 'gateway.none' })
    await outboxWith({ sms: mailbox() }).deliver()
    expect((await rows())[1]).toMatchObject({ state: 'sent', attempts: 1 })
  })

  it('returns a message unsent when the server stops', async () => {
    await queue('a')
    await outboxWith().deliver(AbortSignal.abort())
    expect(await rows()).toMatchObject([{ state: 'queued', attempts: 0 }])
    expect(mail.taken).toEqual([])
  })

  it('sends over the HTTP interface for SMS and handles success, rate limits, invalid numbers, failed login and outages', async () => {
    const seen: { key: unknown; authorization: unknown; body: { to: string; text: string } }[] = []
    let status = 200
    const gateway: Server = createServer((request, response) => {
      let body = ''
      request.on('data', chunk => (body += chunk))
      request.on('end', () => {
        const { 'idempotency-key': key, authorization } = request.headers
        seen.push({ key, authorization, body: JSON.parse(body) })
        response.writeHead(status, status === 429 ? { 'retry-after': '7200' } : {}).end(status === 200 ? '{"id":"p-1"}' : '')
      })
    })
    await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve))
    const url = new URL(`http://127.0.0.1:${(gateway.address() as AddressInfo).port}/sms`)
    reach = { ways: [{ channel: 'sms', to: '13900000000' }], language: 'zh' }
    const outbox = outboxWith({ sms: smsGateway({ url, token: 'secret' }) })
    await queue('a')
    status = 429
    await outbox.deliver()
    later(119 * MINUTE)
    expect(await outbox.isDue()).toBe(false)
    later(MINUTE)
    status = 200
    expect(await outbox.deliver()).toMatchObject({ sent: 1 })
    const [row] = await rows()
    expect(seen.map(({ key }) => key)).toEqual([row?.message_id, row?.message_id])
    expect(seen[1]).toMatchObject({ authorization: 'Bearer secret', body: { to: '13900000000', text: '您好，李' } })
    for (const refusal of [401, 422, 400]) {
      status = refusal
      await queue(`s${refusal}`)
      await outbox.deliver()
    }
    await new Promise<void>(resolve => gateway.close(() => resolve()))
    await queue('gone')
    await outbox.deliver()
    expect((await rows()).slice(1).map(({ state, error }) => `${state} ${error}`)).toEqual([
      'failed gateway.login',
      'given-up recipient.rejected',
      'given-up gateway.rejected',
      'failed gateway.unreachable',
    ])
  })

  it('is run by a job when a message is due', async () => {
    await queue('a')
    const faults: unknown[] = []
    const jobs = openJobs(database, { pollMs: 20, onError: error => void faults.push(error) })
    let ended: (() => void) | undefined
    const letter = new Promise<void>(resolve => (ended = resolve))
    answer = () => {
      ended?.()
      return undefined
    }
    const carrier = openCarrier(jobs, outboxWith(), error => void faults.push(error), 10)
    await jobs.start()
    carrier.start()
    await letter
    await carrier.stop()
    await jobs.stop()
    expect(faults).toEqual([])
    expect(mail.taken).toHaveLength(1)
  })
})

it('configures its gateways from the settings', () => {
  expect(gatewaysFrom({}, false)).toEqual({})
  expect(gatewaysFrom({ MINGCE_SMS_URL: 'https://sms.example.org/send' }, true).sms?.name).toBe('mailbox')
  expect(gatewaysFrom({ MINGCE_SMS_URL: 'https://sms.example.org/send' }, false).sms?.name).toBe('http')
  const mail = gatewaysFrom(
    { MINGCE_SMTP_URL: 'smtps://u:p@mail.example.org', MINGCE_MAIL_FROM: 'roll@example.org' },
    false,
  ).email
  expect(mail?.name).toBe('smtp')
  mail?.close()
  expect(() => gatewaysFrom({ MINGCE_SMTP_URL: 'smtp://mail.example.org' }, false)).toThrow('MINGCE_MAIL_FROM')
  expect(() => gatewaysFrom({ MINGCE_SMS_URL: 'ftp://sms.example.org' }, false)).toThrow('MINGCE_SMS_URL')
})

it('sends in the daytime only', () => {
  expect(inDaytime(new Date('2026-11-20T01:00:00Z'))).toEqual(new Date('2026-11-20T01:00:00Z'))
  expect(inDaytime(new Date('2026-11-20T14:00:00Z'))).toEqual(new Date('2026-11-21T00:00:00Z'))
  expect(inDaytime(new Date('2026-11-19T20:00:00Z'))).toEqual(new Date('2026-11-20T00:00:00Z'))
})
