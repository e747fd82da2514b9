/** The feed over real HTTP: without an account, with a signature, with limits on size and rate. */
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildServer } from '../../../app/server/index.ts'
import { messageOf, newKey, type SenderKey } from '../../../app/server/testing/feed.ts'
import { openFreshEmbedded } from '../../../platform/testing/stores.ts'
import { addAuthority, type FeedUseCases, MESSAGES_PER_MINUTE, registerFeedRoutes } from '../../../population/index.ts'
import { contextFor, loadSomeAreas, numberOf } from '../../testing/office.ts'
import { applyFeed } from './service.feed.ts'

let app: FastifyInstance
let address: string
let key: SenderKey
let lines: string[]
let close: () => Promise<void>

beforeEach(async () => {
  const database = await openFreshEmbedded()
  close = () => database.close()
  await loadSomeAreas(database)
  const ctx = contextFor(database)
  key = newKey()
  const city = { ...ctx, actor: { ...ctx.actor, role: 'city' as const, areaCode: '11' } }
  const input = { id: 'court', name: '法院', kind: 'court', areaCode: '11', publicKey: key.publicKey }
  expect((await addAuthority(city, input)).ok).toBe(true)
  lines = []
  const feeds: FeedUseCases = {
    receiveFeed: ({ signature, message }) => applyFeed(ctx, { signature, message: [Buffer.from(message)], channel: 'api' }),
    findAuthoritiesStanding: async () => ({ ok: true, value: [] }),
  }
  const log = pino({ level: 'info' }, { write: line => void lines.push(line) })
  app = await buildServer({
    register: server => registerFeedRoutes(server, feeds),
    version: '0',
    gate: { actorOf: async () => null, services: ctx },
    log,
  })
  address = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/feeds/disqualifications`
})
afterEach(async () => {
  await app.close()
  await close()
})

const NUMBER = numberOf('1980-01-01', 1)
const entry = JSON.stringify({
  name: '张三',
  number: NUMBER,
  ground: 'deprived',
  decidedBy: { kind: 'court', name: '朝阳区人民法院' },
  document: '（2026）京0105刑初1号',
  from: '2026-11-01',
  to: '2028-10-31',
})
const signed = (by = key) => {
  const { signature, text } = messageOf([entry, '{}'], {
    authority: 'court',
    sequence: 1,
    key: by,
    issuedAt: new Date('2026-11-20T01:00:00Z'),
  })
  return { signature, message: text }
}
const post = async (body: object | string) => {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

it('accepts a signed message once, returns the outcome of each line, and reveals no number', async () => {
  const sent = signed()
  const first = await post(sent)
  expect(first).toMatchObject({ status: 200, body: { added: 1, refused: 1, again: false, outcomes: ['added', 'refused'] } })
  expect(await post(sent)).toEqual({ status: 200, body: { ...first.body, again: true } })
  expect(JSON.stringify(first.body) + lines.join()).not.toContain(NUMBER)
})

it('refuses an unknown key, a changed message and an invalid one, with explanations', async () => {
  const stranger = await post(signed(newKey()))
  expect(stranger).toMatchObject({ status: 401, body: { error: { code: 'feed.unknown-key', next: expect.anything() } } })
  const { signature, message } = signed()
  expect(await post({ signature, message: `${message}x` })).toMatchObject({
    status: 422,
    body: { error: { code: 'feed.digest' } },
  })
  expect(await post({ signature })).toMatchObject({ status: 400, body: { error: { code: 'request.invalid' } } })
})

it('refuses a message of more than eight million bytes', async () => {
  const { signature } = signed()
  expect((await post({ signature, message: 'x'.repeat(9 * 1024 * 1024) })).status).toBe(413)
})

it('limits the messages per minute from one address', async () => {
  for (let sent = 0; sent < MESSAGES_PER_MINUTE; sent += 1) expect((await post('{}')).status).toBe(400)
  expect(await post(signed())).toMatchObject({ status: 429, body: { error: { code: 'request.too-many' } } })
})
