/** Two installations, each with its database and its HTTP server, whose lines break, double and turn messages round. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context } from '../access/context.ts'
import { holdGate } from '../access/gate.ts'
import type { Election } from '../election/index.ts'
import { memoryKeyring } from '../platform/crypto/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { openApp } from '../platform/http/index.ts'
import { createServerDatabase } from '../platform/testing/stores.ts'
import { decideCase, registerVoter } from '../registration/index.ts'
import { contextFor, loadSomeAreas, numberOf, openElection } from '../registration/testing/office.ts'
import { voterOf } from '../registration/testing/online.ts'
import {
  acceptMyCertificate,
  addPartner,
  askForCertificate,
  deliverDue,
  expireLapsed,
  findCertificateFigures,
  findMyCertificates,
  issueCertificate,
  receiveEnvelope,
  registerExchangeRoutes,
  revokeCertificate,
  rotateOwnKey,
  showOwnKeys,
} from './index.ts'

const COMMUNITY = '110105021021'
const START = new Date('2026-11-20T01:00:00Z')
type Side = 'a' | 'b'
type Person = readonly [string, string]
const other = (side: Side): Side => (side === 'a' ? 'b' : 'a')

let now = START
const clock = { now: () => now }

class Place {
  readonly url: string
  readonly seed: number
  database!: Database
  ctx!: Context
  election!: Election
  server: FastifyInstance | undefined
  base = ''
  constructor(url: string, seed: number) {
    this.url = url
    this.seed = seed
  }
  async open(): Promise<void> {
    this.database = await openDatabase({ url: this.url })
    this.ctx = { ...contextFor(this.database), clock, keys: memoryKeyring(new Uint8Array(32).fill(this.seed)) }
    const { ctx } = this
    const app = openApp({ log: pino({ level: 'silent' }) })
    holdGate(app, { actorOf: async () => null, services: ctx })
    registerExchangeRoutes(app, { mayKnock: () => true, receiveEnvelope: envelope => receiveEnvelope(ctx, envelope) })
    this.base = await app.listen({ port: 0, host: '127.0.0.1' })
    this.server = app
  }
  /** The server dies between two steps: what is not in the database is gone. */
  async close(): Promise<void> {
    await this.server?.close()
    this.server = undefined
    await this.database.close()
  }
}

const places = {} as Record<Side, Place>
const drops: (() => Promise<void>)[] = []

const introduce = async (of: Side) => {
  const card = await showOwnKeys(places[of].ctx, { url: 'http://127.0.0.1:9' })
  expect(await addPartner(places[other(of)].ctx, card)).toMatchObject({ ok: true })
}

beforeAll(async () => {
  for (const [side, seed] of [
    ['a', 1],
    ['b', 2],
  ] as const) {
    const { url, drop } = await createServerDatabase()
    drops.push(drop)
    const place = new Place(url, seed)
    places[side] = place
    await place.open()
    await loadSomeAreas(place.database)
    place.election = await openElection(place.ctx)
  }
  await introduce('a')
  await introduce('b')
})

afterAll(async () => {
  for (const place of Object.values(places)) await place.close()
  for (const drop of drops) await drop()
})

type Line = 'good' | 'lost' | 'unanswered' | 'double' | 'old'
/** Requests that were on the line: an old one may turn up again at any time. */
const seen: { to: Side; body: string }[] = []

/** A line to `to` that treats messages as `line` says. */
const lineTo = (to: Side, line: Line, pick: number): typeof fetch =>
  (async (url: string | URL, init?: RequestInit) => {
    const target = new URL(new URL(url).pathname, places[to].server ? places[to].base : 'http://127.0.0.1:9')
    if (line === 'lost') throw new Error('lost')
    const old = line === 'old' ? seen[pick % Math.max(1, seen.length)] : undefined
    if (old && places[old.to].server)
      await fetch(new URL('/api/exchange', places[old.to].base), { ...init, body: old.body }).then(r => r.text())
    if (typeof init?.body === 'string') seen.push({ to, body: init.body })
    if (line === 'double') await fetch(target, init).then(r => r.text())
    const response = await fetch(target, init)
    if (line === 'unanswered') throw new Error('the answer was lost')
    return response
  }) as typeof fetch

const deliver = (from: Side, line: Line = 'good', pick = 0) =>
  deliverDue(places[from].ctx, { fetch: lineTo(other(from), line, pick) })

const register = async (side: Side, person: Person) => {
  const { ctx, election } = places[side]
  const answer = await registerVoter(voterOf(ctx, person), election.id, {
    community: COMMUNITY,
    basis: 'residence',
    evidence: [],
  })
  expect(answer.ok).toBe(true)
  return answer.ok ? answer.value.outcome : ''
}

/** A certificate of that place; null where it gives none. */
const obtain = async (side: Side, person: Person): Promise<string | null> => {
  const { ctx, election } = places[side]
  const asked = await askForCertificate(voterOf(ctx, person), { electionId: election.id })
  if (!asked.ok) return null
  if (asked.value.state === 'issued') return asked.value.text
  const given = await issueCertificate({ ...ctx, requestId: randomUUID() }, { electionId: election.id, id: asked.value.id })
  return given.ok ? given.value.text : null
}

const take = (side: Side, person: Person, text: string) => {
  const { ctx, election } = places[side]
  return acceptMyCertificate(voterOf(ctx, person), {
    electionId: election.id,
    text,
    community: COMMUNITY,
    basis: 'residence',
    evidence: ['residencePermit'],
  })
}

/** Where the person is: on the roll, held there, or neither. */
const standing = async (side: Side, [, number]: Person): Promise<'roll' | 'held' | 'away'> => {
  const { database, ctx } = places[side]
  const rows = await database.query<{ status: string; bound: string | null }>(
    `SELECT r.status, r.bound FROM claim c JOIN registration r ON r.county_code = c.county_code AND r.id = c.registration_id
     WHERE c.person_key = $1 UNION ALL
     SELECT r.status, r.bound FROM registration r WHERE r.person_key = $1 AND r.status IN ('registered', 'review')
       AND NOT EXISTS (SELECT FROM claim c WHERE c.county_code = r.county_code AND c.registration_id = r.id)`,
    [ctx.keys.personKey(number)],
  )
  expect(rows.length).toBeLessThanOrEqual(1)
  const [row] = rows
  if (!row || row.bound === 'elsewhere') return 'away'
  return row.bound === 'held' ? 'held' : 'roll'
}

/** On one roll, or released and awaited by the one place that holds them. */
const isOnOne = async (person: Person, quiet: boolean) => {
  const both = [await standing('a', person), await standing('b', person)]
  const rolls = both.filter(at => at === 'roll').length
  expect(rolls, both.join()).toBeLessThanOrEqual(1)
  if (rolls === 0) expect(both).toContain('held')
  if (quiet) expect([...both].sort()).toEqual(['away', 'roll'])
}

const quieten = async () => {
  for (const place of Object.values(places)) if (!place.server) await place.open()
  for (let round = 0; round < 20; round += 1) {
    now = new Date(now.getTime() + 3_700_000)
    const done = [await deliver('a'), await deliver('b')]
    if (done.every(({ answered, waiting }) => answered + waiting === 0)) return
  }
  throw new Error('messages without an answer')
}

const usedOnce = async () => {
  for (const { database } of Object.values(places))
    expect(
      await database.query(
        `SELECT certificate_id FROM certificate_acceptance WHERE state <> 'returned' GROUP BY certificate_id HAVING count(*) > 1`,
      ),
    ).toEqual([])
}

let sequence = 100
const newPerson = (): Person => {
  sequence += 1
  return [`选民${sequence}`, numberOf('1990-03-05', sequence)]
}

it('moves a voter to another installation over real HTTP, and back with a certificate of that one only', async () => {
  now = START
  const person = newPerson()
  expect(await register('a', person)).toBe('registered')
  const text = await obtain('a', person)
  expect(await take('b', person, text ?? '')).toMatchObject({
    ok: true,
    value: { acceptance: { state: 'held' }, registration: { status: 'pending' } },
  })
  expect([await standing('a', person), await standing('b', person)]).toEqual(['roll', 'held'])
  // The other side is away for days; the figures say so.
  await places.a.close()
  await deliver('b')
  expect(await findCertificateFigures(places.b.ctx, places.b.election.id)).toMatchObject({
    ok: true,
    value: { silent: [{ waiting: 1, trouble: 'unreachable' }], accepted: { held: 1 } },
  })
  await places.a.open()
  now = new Date(now.getTime() + 4 * 86_400_000)
  expect(await deliver('b')).toEqual({ answered: 1, waiting: 0 })
  expect([await standing('a', person), await standing('b', person)]).toEqual(['away', 'roll'])
  expect(await findMyCertificates(voterOf(places.a.ctx, person))).toMatchObject({
    certificates: [{ state: 'released', text: null }],
  })
  // Without a certificate nobody comes back.
  expect(await register('a', person)).toBe('elsewhere')
  expect(await obtain('a', person)).toBeNull()
  expect(await take('b', person, text ?? '')).toMatchObject({ ok: true, value: { acceptance: { state: 'final' } } })
  const back = await obtain('b', person)
  expect(await take('a', person, back ?? '')).toMatchObject({ ok: true })
  await quieten()
  expect([await standing('a', person), await standing('b', person)]).toEqual(['roll', 'away'])
})

it('gives back what was revoked, and follows a changed key', async () => {
  now = START
  const person = newPerson()
  await register('a', person)
  const text = (await obtain('a', person)) ?? ''
  await take('b', person, text)
  const { ctx, election, database } = places.b
  const [held] = await database.query<{ countyCode: string; registrationId: number }>(
    `SELECT county_code AS "countyCode", id AS "registrationId" FROM registration WHERE bound = 'held'`,
  )
  // Nobody decides here before the place of origin has answered.
  expect(
    (
      await decideCase(
        { ...ctx, requestId: randomUUID() },
        { countyCode: '', registrationId: 0, ...held, decision: 'accept', reason: '核实' },
      )
    ).ok,
  ).toBe(false)
  const mine = await findMyCertificates(voterOf(places.a.ctx, person))
  const [certificate] = mine.certificates
  await revokeCertificate(
    { ...places.a.ctx, requestId: randomUUID() },
    { electionId: places.a.election.id, id: certificate?.id ?? '', reason: '误发' },
  )
  await rotateOwnKey(places.a.ctx, 'sm2')
  await deliver('b')
  expect([await standing('a', person), await standing('b', person)]).toEqual(['roll', 'held'])
  await introduce('a')
  await quieten()
  expect([await standing('a', person), await standing('b', person)]).toEqual(['roll', 'away'])
  expect((await findMyCertificates(voterOf(ctx, person))).accepted).toMatchObject([
    { state: 'returned', reason: 'revoked', electionId: election.id },
  ])
  // Taken again it is asked again, and declined again; a new one is good.
  expect(await take('b', person, text)).toMatchObject({ ok: true })
  await quieten()
  await take('b', person, (await obtain('a', person)) ?? '')
  await quieten()
  expect([await standing('a', person), await standing('b', person)]).toEqual(['away', 'roll'])
})

interface Model {
  readonly people: readonly Person[]
  readonly texts: Map<Person, { from: Side; text: string }[]>
}
type Command = fc.AsyncCommand<Model, object, false>

const step = (name: string, work: (model: Model) => Promise<void>): Command => ({
  check: () => true,
  toString: () => name,
  async run(model) {
    await work(model)
    if (places.a.server && places.b.server) for (const person of model.people) await isOnOne(person, false)
  },
})

const up = (side: Side) => places[side].server !== undefined
const sides = fc.constantFrom<Side>('a', 'b')
/** The common way, so that much is under way when something breaks: whoever is on a roll takes a certificate along to the other place. */
const moves = fc.nat(1).map(who =>
  step(`move ${who}`, async ({ people, texts }) => {
    const person = people[who]
    if (!person || !up('a') || !up('b')) return
    const from: Side = (await standing('a', person)) === 'roll' ? 'a' : 'b'
    const text = await obtain(from, person)
    if (!text) return
    texts.set(person, [...(texts.get(person) ?? []), { from, text }])
    await take(other(from), person, text)
  }),
)
const deliveries = fc
  .tuple(sides, fc.constantFrom<Line>('good', 'good', 'lost', 'unanswered', 'double', 'old'), fc.nat(50))
  .map(([side, line, pick]) =>
    step(`deliver from ${side}, ${line}`, async () => {
      if (!up(side)) return
      now = new Date(now.getTime() + 3_700_000)
      await deliver(side, line, pick)
    }),
  )
const restarts = sides.map(side =>
  step(`restart ${side}`, async () => {
    if (up(side)) await places[side].close()
    await places[side].open()
  }),
)
const commands = fc.commands<Model, object, false>(
  [
    moves,
    moves,
    moves,
    deliveries,
    deliveries,
    restarts,
    fc.tuple(fc.nat(1), sides).map(([who, side]) =>
      step(`issue ${who} at ${side}`, async ({ people, texts }) => {
        const person = people[who]
        if (!person || !up(side)) return
        const text = await obtain(side, person)
        if (text) texts.set(person, [...(texts.get(person) ?? []), { from: side, text }])
      }),
    ),
    fc.tuple(fc.nat(1), sides, fc.nat(9)).map(([who, side, which]) =>
      step(`take ${who} at ${side} (${which})`, async ({ people, texts }) => {
        const person = people[who]
        const known = (person && texts.get(person)) ?? []
        const shown = known[known.length - 1 - (which % Math.min(3, known.length || 1))]
        if (person && shown && up(side)) await take(side, person, shown.text)
      }),
    ),
    fc
      .tuple(sides, fc.constantFrom<Line>('good', 'good', 'lost', 'unanswered', 'double', 'old'), fc.nat(50))
      .map(([side, line, pick]) =>
        step(`deliver from ${side}, ${line}`, async () => {
          if (!up(side)) return
          now = new Date(now.getTime() + 3_700_000)
          await deliver(side, line, pick)
        }),
      ),
    sides.map(side =>
      step(`crash or restart ${side}`, async () => {
        if (up(side)) await places[side].close()
        else await places[side].open()
      }),
    ),
    fc.tuple(fc.nat(1), sides).map(([who, side]) =>
      step(`revoke ${who} at ${side}`, async ({ people }) => {
        const person = people[who]
        if (!person || !up(side)) return
        const { ctx, election } = places[side]
        for (const { id, state } of (await findMyCertificates(voterOf(ctx, person))).certificates)
          if (state === 'issued' && id < '5')
            await revokeCertificate({ ...ctx, requestId: randomUUID() }, { electionId: election.id, id, reason: '误发' })
      }),
    ),
    sides.map(side =>
      step(`register or expire at ${side}`, async ({ people: [person] }) => {
        if (!person || !up(side) || !up(other(side))) return
        await expireLapsed(places[side].ctx)
        // Who went away is told so; who is here is here already.
        if ((await standing(side, person)) === 'away' && (await standing(other(side), person)) === 'roll') return
        await register(side, person)
      }),
    ),
  ],
  { maxCommands: 40, size: 'max' },
)

it('never has anyone on two final rolls or on none, whatever is lost, doubled, late or turned round', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(commands, async todo => {
      now = START
      for (const place of Object.values(places)) if (!place.server) await place.open()
      const people = [newPerson(), newPerson()]
      for (const person of people) await register('a', person)
      await fc.asyncModelRun(() => ({ model: { people, texts: new Map() }, real: {} }), todo)
      await quieten()
      for (const person of people) await isOnOne(person, true)
      await usedOnce()
    }),
    { numRuns: 6, endOnFailure: true },
  )
  // Not in vain: voters went over.
  const final = await places.b.database.query(`SELECT 1 AS one FROM certificate_acceptance WHERE state = 'final'`)
  expect(final.length).toBeGreaterThan(2)
})
