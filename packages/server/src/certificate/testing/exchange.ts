/** Two installations, each with its own database and HTTP server; messages between them are lost, duplicated and reordered. */

import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { vi } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { type Child, startChild } from '../../platform/testing/processes.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { createServerDatabase } from '../../platform/testing/stores.ts'
import { registerVoter } from '../../registration/index.ts'
import { contextFor, loadSomeAreas, numberOf, openElection } from '../../registration/testing/office.ts'
import { voterOf } from '../../registration/testing/online.ts'
import { acceptMyCertificate } from '../accept/index.ts'
import { deliverDue } from '../exchange/index.ts'
import { askForCertificate, issueCertificate } from '../issue/index.ts'
import { addPartner, showOwnKeys } from '../partner/index.ts'
import { LOOK_MS, serveExchange } from './exchange-server.ts'

const CHILD = new URL('./exchange-child.ts', import.meta.url)
const COMMUNITY = '110105021021'
export const START = new Date('2026-11-20T01:00:00Z')
/** Longer than the longest delay between two attempts. */
const AN_HOUR_MS = 3_700_000

export type Side = 'a' | 'b'
export type Person = readonly [name: string, number: string]
export type Line = 'good' | 'lost' | 'unanswered' | 'double' | 'old'
export const other = (side: Side): Side => (side === 'a' ? 'b' : 'a')

/** Where a person is: on the roll, held until the place of origin answers, or neither. */
export type Standing = 'roll' | 'held' | 'away'

export interface PairOptions {
  /**
   * Who sends: the test, step by step, or the product’s own job, on its own schedule; `process`: each server and its job run in a
   * child process, and closing it is kill -9.
   */
  readonly sender?: 'test' | 'job' | 'process'
  /** An injected fault: what the product wrongly does when the answer to a claim sent by `from` is lost. */
  readonly afterLostAnswer?: (pair: Pair, from: Side) => Promise<unknown>
}

export interface Place {
  readonly url: string
  readonly drop: () => Promise<void>
  readonly seed: number
  /** A proxy between the two: the partner’s address, which remains when the server behind it is down. */
  readonly door: Server
  line: { kind: Line; pick: number }
  database: Database
  ctx: Context
  election: Election
  base: string | null
  close(): Promise<void>
}

let sequence = 100
export const newPerson = (): Person => {
  sequence += 1
  return [`选民${sequence}`, numberOf('1990-03-05', sequence)]
}

export const openPair = async (options: PairOptions = {}) => {
  const byTest = (options.sender ?? 'test') === 'test'
  let now = START
  const clock = { now: () => now }
  const places = {} as Record<Side, Place>
  /** Requests sent so far: an old one may arrive again at any time. */
  const seen: { to: Side; body: string }[] = []

  const post = (to: Side, body: string): Promise<Response> =>
    fetch(new URL('/api/exchange', places[to].base ?? 'http://127.0.0.1:9'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })

  /** Delivers a message to `to` as the network does; returns the response, or null if there is none. */
  const carry = async (to: Side, body: string, line: Line, pick: number): Promise<Response | null> => {
    if (line === 'lost') return null
    const old = line === 'old' ? seen[pick % Math.max(1, seen.length)] : undefined
    if (old && places[old.to].base) await post(old.to, old.body).then(r => r.text())
    seen.push({ to, body })
    if (line === 'double') await post(to, body).then(r => r.text())
    const response = await post(to, body)
    if (line !== 'unanswered') return response
    await response.text()
    await options.afterLostAnswer?.(pair, other(to))
    return null
  }

  const openDoor = async (to: Side): Promise<Server> => {
    const door = createServer(async (request, response) => {
      try {
        let body = ''
        for await (const part of request.setEncoding('utf8')) body += part
        const { kind, pick } = places[to].line
        const answer = await carry(to, body, kind, pick)
        if (answer) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
        else response.destroy()
      } catch {
        response.destroy()
      }
    })
    await new Promise<void>(resolve => door.listen(0, '127.0.0.1', resolve))
    return door
  }

  const children = new Set<Child>()
  const serveInProcess = async (place: Place, database: Database) => {
    const child = startChild(CHILD, [place.url, String(place.seed), String(now.getTime())])
    const { value: base } = await child.lines.next()
    if (!base) throw new Error((await child.ended).errors)
    children.add(child)
    const close = async () => {
      children.delete(child)
      child.process.kill('SIGKILL')
      await child.ended
      // Simulates the minutes after which an unresponsive worker counts as dead.
      await database.run(`UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE state = 'active'`)
    }
    return { base, close }
  }

  const open = async (side: Side): Promise<void> => {
    const place = places[side]
    const database = await openDatabase({ url: place.url })
    const keys = memoryKeyring(new Uint8Array(32).fill(place.seed))
    const ctx: Context = { ...contextFor(database), clock, keys }
    const { base, close: leave } = await (options.sender === 'process'
      ? serveInProcess(place, database)
      : serveExchange(ctx, options.sender === 'job'))
    const close = async () => {
      places[side].base = null
      await leave()
      await database.close()
    }
    Object.assign(place, { database, ctx, base, close })
  }

  const addressOf = (side: Side): string => `http://127.0.0.1:${(places[side].door.address() as AddressInfo).port}`
  const introduce = async (of: Side) => {
    const card = await showOwnKeys(places[of].ctx, { url: addressOf(of) })
    const added = await addPartner(places[other(of)].ctx, card)
    if (!added.ok) throw new Error(added.error.code)
  }

  const standing = async (side: Side, [, number]: Person): Promise<Standing> => {
    const { database, ctx } = places[side]
    const rows = await readRows<{ bound: string | null }>(
      database,
      `SELECT r.bound FROM claim c JOIN registration r ON r.county_code = c.county_code AND r.id = c.registration_id
       WHERE c.person_key = $1 UNION ALL
       SELECT r.bound FROM registration r WHERE r.person_key = $1 AND r.status IN ('registered', 'review')
         AND NOT EXISTS (SELECT FROM claim c WHERE c.county_code = r.county_code AND c.registration_id = r.id)`,
      [ctx.keys.personKey(number)],
    )
    if (rows.length > 1) throw new Error(`on two rolls of ${side}`)
    const [row] = rows
    if (!row || row.bound === 'elsewhere') return 'away'
    return row.bound === 'held' ? 'held' : 'roll'
  }

  /** Both standings at one moment: read again until no job has changed them in between. */
  const standings = async (person: Person): Promise<readonly [Standing, Standing]> => {
    for (;;) {
      const a = await standing('a', person)
      const b = await standing('b', person)
      if (byTest || a === (await standing('a', person))) return [a, b]
    }
  }

  /** The notices about certificates and accepted registrations that were queued for a person, oldest first. */
  const told = async (side: Side, [, number]: Person): Promise<string[]> => {
    const { database, ctx } = places[side]
    const rows = await readRows<{ template: string }>(
      database,
      `SELECT template FROM outbox WHERE person_key = $1 AND (template LIKE 'certificate-%' OR template = 'accepted') ORDER BY id`,
      [ctx.keys.personKey(number)],
    )
    return rows.map(({ template }) => template)
  }

  const pair = {
    places,
    introduce,
    standing,
    told,
    standings,
    isUp: (side: Side) => places[side].base !== null,
    open,
    close: (side: Side) => places[side].close(),
    reset: async () => {
      now = START
      for (const side of ['a', 'b'] as const) {
        places[side].line = { kind: 'good', pick: 0 }
        if (!pair.isUp(side)) await open(side)
      }
    },
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms)
      for (const child of children) child.process.stdin.write(`${now.getTime()}\n`)
    },
    passAnHour: () => pair.pass(AN_HOUR_MS),
    /** Sends what is due, triggered by the test. */
    deliver: (from: Side, line: Line = 'good', pick = 0) =>
      deliverDue(places[from].ctx, {
        fetch: (async (_, init) => {
          const answer = await carry(other(from), String(init?.body), line, pick)
          if (!answer) throw new Error('no answer')
          return answer
        }) as typeof fetch,
      }),
    /** Waits until the jobs of the running places have nothing to do at this hour. */
    settled: () =>
      vi.waitFor(
        async () => {
          for (const { database, base } of Object.values(places)) {
            if (!base) continue
            const [row] = await readRows<{ n: number }>(
              database,
              `SELECT (SELECT count(*) FROM exchange_message WHERE answered_at IS NULL AND next_at <= $1)
                 + (SELECT count(*) FROM pgboss.job WHERE name = 'exchange' AND state < 'completed') AS n`,
              [now],
            )
            if (row?.n !== 0) throw new Error('still at work')
          }
        },
        { interval: LOOK_MS, timeout: 30_000 },
      ),
    /** Starts everything and delivers every message until all are answered. */
    async quieten() {
      for (const side of ['a', 'b'] as const) {
        places[side].line = { kind: 'good', pick: 0 }
        if (!pair.isUp(side)) await open(side)
      }
      for (let round = 0; round < 20; round += 1) {
        pair.passAnHour()
        if (!byTest) await pair.settled()
        else for (const side of ['a', 'b'] as const) await pair.deliver(side)
        const waiting = Object.values(places).map(({ database }) =>
          readRows(database, 'SELECT 1 AS one FROM exchange_message WHERE answered_at IS NULL LIMIT 1'),
        )
        if ((await Promise.all(waiting)).every(rows => rows.length === 0)) return
      }
      throw new Error('messages without an answer')
    },
    async register(side: Side, person: Person): Promise<string> {
      const { ctx, election } = places[side]
      const details = { community: COMMUNITY, basis: 'residence' as const, evidence: [] }
      const answer = await registerVoter(voterOf(ctx, person), election.id, details)
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.value.outcome
    },
    /** A certificate issued by that place; null if it issues none. */
    async obtain(side: Side, person: Person): Promise<string | null> {
      const { ctx, election } = places[side]
      const asked = await askForCertificate(voterOf(ctx, person), { electionId: election.id })
      if (!asked.ok) return null
      if (asked.value.state === 'issued') return asked.value.text
      const input = { electionId: election.id, id: asked.value.id }
      const given = await issueCertificate({ ...ctx, requestId: randomUUID() }, input)
      return given.ok ? given.value.text : null
    },
    take(side: Side, person: Person, text: string) {
      const { ctx, election } = places[side]
      return acceptMyCertificate(voterOf(ctx, person), {
        electionId: election.id,
        text,
        community: COMMUNITY,
        basis: 'residence',
        evidence: ['residencePermit'],
      })
    },
    async stop() {
      for (const place of Object.values(places)) {
        if (place.base) await place.close()
        place.door.closeAllConnections()
        place.door.close()
        await place.drop()
      }
    },
  }

  for (const [side, seed] of [
    ['a', 1],
    ['b', 2],
  ] as const) {
    const { url, drop } = await createServerDatabase()
    places[side] = { url, drop, seed, door: await openDoor(side), line: { kind: 'good', pick: 0 } } as Place
    await open(side)
    await loadSomeAreas(places[side].database)
    places[side].election = await openElection(places[side].ctx)
  }
  await introduce('a')
  await introduce('b')
  return pair
}

export type Pair = Awaited<ReturnType<typeof openPair>>
