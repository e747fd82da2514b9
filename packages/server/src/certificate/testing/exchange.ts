/** Two installations, each with its own database and HTTP server; messages between them are lost, duplicated and reordered. */

import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { vi } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import { type Database, markRestored, openDatabase } from '../../platform/database/index.ts'
import { type Child, startChild } from '../../platform/testing/processes.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { copyServerDatabase, createServerDatabase } from '../../platform/testing/stores.ts'
import { changeStanding, decideCase, registerVoter } from '../../registration/index.ts'
import { contextFor, importPeople, loadSomeAreas, numberOf, openElection } from '../../registration/testing/office.ts'
import { voterOf } from '../../registration/testing/online.ts'
import { acceptMyCertificate, openArrivals } from '../accept/index.ts'
import { deliverDue, reconcilePartners } from '../exchange/index.ts'
import { askForCertificate, issueCertificate } from '../issue/index.ts'
import { addPartner, isReconciled, showOwnKeys } from '../partner/index.ts'
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

/**
 * Where a person is: on the roll; arriving, while an officer decides; held until the place of origin answers; going back, until it has taken
 * them back; or none of these.
 */
export type Standing = 'roll' | 'review' | 'held' | 'back' | 'away'

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
  url: string
  drop: () => Promise<void>
  /** A backup of it that was made in this run. */
  backup: { readonly url: string; readonly drop: () => Promise<void> } | null
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
const LAST = 999
const personOf = (n: number): Person => [`选民${n}`, numberOf('1990-03-05', n)]
/** Every third person is in the register of b under another name: an officer there decides on them. */
const isSuspect = (n: number): boolean => n % 3 === 0

export const newPerson = (): Person => {
  sequence += 1
  return personOf(sequence)
}
/** A person whom nobody has to decide on. */
export const newUnsuspected = (): Person => {
  do sequence += 1
  while (isSuspect(sequence))
  return personOf(sequence)
}
/** A person whom an officer of b has to decide on. */
export const newSuspect = (): Person => {
  do sequence += 1
  while (!isSuspect(sequence))
  return personOf(sequence)
}

const POPULATION = ['姓名', '公民身份号码', '性别', '出生日期', '社区代码', '户籍区划', '状态', '状态日期']
const suspects = (): string[][] =>
  Array.from({ length: LAST - 100 }, (_, n) => n + 101)
    .filter(isSuspect)
    .map(n => ['另一姓名', personOf(n)[1], '男', '1990-03-05', COMMUNITY, '110105', '正常', ''])

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
    const rows = await readRows<{ bound: string | null; status: string; back: boolean }>(
      database,
      `SELECT r.bound, r.status, EXISTS (SELECT FROM certificate_acceptance t WHERE t.person_key = $1 AND t.state = 'giving-back') AS back
       FROM claim c JOIN registration r ON r.county_code = c.county_code AND r.id = c.registration_id
       WHERE c.person_key = $1 UNION ALL
       SELECT r.bound, r.status, false FROM registration r WHERE r.person_key = $1 AND r.status = 'registered'
         AND NOT EXISTS (SELECT FROM claim c WHERE c.county_code = r.county_code AND c.registration_id = r.id)`,
      [ctx.keys.personKey(number)],
    )
    if (rows.length > 1) throw new Error(`on two rolls of ${side}`)
    const [row] = rows
    if (!row || row.bound === 'elsewhere') return row?.back ? 'back' : 'away'
    if (row.bound === 'arriving') return 'review'
    if (row.bound === 'held') return 'held'
    return row.status === 'registered' ? 'roll' : 'away'
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
      `SELECT template FROM outbox WHERE person_key = $1 AND (template LIKE 'certificate-%' OR template LIKE 'arrival-%' OR template = 'accepted') ORDER BY id`,
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
    /** False while a place that was restored has not heard from the other. */
    isReconciled: async () => {
      for (const { database } of Object.values(places)) if (!(await isReconciled(database))) return false
      return true
    },
    /** Makes a backup of a place, replacing the one before. */
    async backUp(side: Side) {
      const place = places[side]
      if (pair.isUp(side)) await place.close()
      await place.backup?.drop()
      place.backup = await copyServerDatabase(place.url)
      await open(side)
    },
    /** Puts a place back to its backup, which stays. */
    async restore(side: Side) {
      const place = places[side]
      if (!place.backup) return
      if (pair.isUp(side)) await place.close()
      await place.drop()
      Object.assign(place, await copyServerDatabase(place.backup.url))
      const database = await openDatabase({ url: place.url })
      now = new Date(now.getTime() + 1_000)
      await markRestored(database, now)
      await database.close()
      await open(side)
    },
    /** What an officer decides on a person who arrives here; undefined: there is no case of theirs. */
    async decide(side: Side, [, number]: Person, decision: 'accept' | 'refuse') {
      const { ctx, database } = places[side]
      const [found] = await readRows<{ countyCode: string; registrationId: number }>(
        database,
        `SELECT county_code AS "countyCode", id AS "registrationId" FROM registration WHERE person_key = $1 AND bound = 'arriving'`,
        [ctx.keys.personKey(number)],
      )
      if (!found) return undefined
      return decideCase({ ...ctx, requestId: randomUUID() }, { ...found, decision, reason: '看过证件' }, openArrivals(ctx))
    },
    /** Takes a person who arrived by certificate off the roll, as an objection or a judgment does; false: they did not, or are not on it. */
    async strike(side: Side, [, number]: Person): Promise<boolean> {
      const { ctx, database } = places[side]
      const [found] = await readRows<{ countyCode: string; registrationId: number }>(
        database,
        `SELECT r.county_code AS "countyCode", r.id AS "registrationId" FROM registration r
         WHERE r.person_key = $1 AND r.status = 'registered' AND EXISTS (SELECT FROM certificate_acceptance t
           WHERE t.person_key = $1 AND t.state = 'final' AND t.registration_id = r.id AND t.county_code = r.county_code)`,
        [ctx.keys.personKey(number)],
      )
      if (!found) return false
      const by = { actor: '选举委员会', at: now, reason: '申诉成立' }
      await database.transaction(tx => changeStanding(tx, { ...found, ...by, change: { kind: 'strike' } }, openArrivals(ctx)))
      return true
    },
    reset: async () => {
      // Time goes on from run to run: a place that was restored answers nothing that was made before.
      now = new Date(Math.max(START.getTime(), now.getTime()))
      for (const side of ['a', 'b'] as const) {
        await places[side].backup?.drop()
        places[side].backup = null
      }
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
    deliver: async (from: Side, line: Line = 'good', pick = 0) => {
      const options = {
        fetch: (async (_, init) => {
          const answer = await carry(other(from), String(init?.body), line, pick)
          if (!answer) throw new Error('no answer')
          return answer
        }) as typeof fetch,
      }
      await reconcilePartners(places[from].ctx, options)
      return deliverDue(places[from].ctx, options)
    },
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
        if ((await Promise.all(waiting)).every(rows => rows.length === 0) && (await pair.isReconciled())) return
      }
      const silent = Object.values(places).map(({ database }) =>
        readRows(database, 'SELECT trouble, body FROM exchange_message WHERE answered_at IS NULL'),
      )
      throw new Error(`messages without an answer: ${JSON.stringify(await Promise.all(silent))}, ${await pair.isReconciled()}`)
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
        livesHereSince: '2020-01-01',
      })
    },
    async stop() {
      for (const place of Object.values(places)) {
        if (place.base) await place.close()
        place.door.closeAllConnections()
        place.door.close()
        await place.backup?.drop()
        await place.drop()
      }
    },
  }

  for (const [side, seed] of [
    ['a', 1],
    ['b', 2],
  ] as const) {
    const { url, drop } = await createServerDatabase()
    places[side] = { url, drop, seed, door: await openDoor(side), line: { kind: 'good', pick: 0 }, backup: null } as Place
    await open(side)
    await loadSomeAreas(places[side].database)
    places[side].election = await openElection(places[side].ctx)
  }
  await importPeople(places.b.ctx, places.b.election, [POPULATION, ...suspects()])
  await introduce('a')
  await introduce('b')
  return pair
}

export type Pair = Awaited<ReturnType<typeof openPair>>
