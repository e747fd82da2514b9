/** Two installations, each with its own database and HTTP server; messages between them are lost, duplicated and reordered. */

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, onTestFailed, vi } from 'vitest'
import { openDatabase } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { decideCase, leaveInstallation } from '../../registration/index.ts'
import { voterOf } from '../../registration/testing/online.ts'
import { findCertificateFigures } from '../accept/index.ts'
import { askForCertificate, findMyCertificates, revokeCertificate } from '../issue/index.ts'
import { rotateOwnKey } from '../partner/index.ts'
import { newPerson, openPair, type Pair } from '../testing/exchange.ts'
import { runsOf, staysOnOneRoll } from '../testing/exchange-model.ts'

// The real digest is slow on purpose and is tested in certificate.test.ts; here it would take half of the time.
vi.mock('../ledger/service.person.ts', () => import('../testing/quick-digest.ts'))

let pair: Pair
beforeAll(async () => {
  pair = await openPair()
})
afterAll(() => pair.stop())

it('moves a voter to another installation over real HTTP, and back only with a certificate of that installation', async () => {
  await pair.reset()
  const person = newPerson()
  expect(await pair.register('a', person)).toBe('registered')
  const text = await pair.obtain('a', person)
  expect(await pair.take('b', person, text ?? '')).toMatchObject({
    ok: true,
    value: { acceptance: { state: 'held' }, registration: { status: 'pending' } },
  })
  expect([await pair.standing('a', person), await pair.standing('b', person)]).toEqual(['roll', 'held'])
  // The other side is unreachable for days, which the figures show.
  await pair.close('a')
  await pair.deliver('b')
  expect(await findCertificateFigures(pair.places.b.ctx, pair.places.b.election.id)).toMatchObject({
    ok: true,
    value: { silent: [{ waiting: 1, trouble: 'unreachable' }], accepted: { held: 1 } },
  })
  await pair.open('a')
  pair.pass(4 * 86_400_000)
  expect(await pair.deliver('b')).toEqual({ answered: 1, waiting: 0 })
  expect([await pair.standing('a', person), await pair.standing('b', person)]).toEqual(['away', 'roll'])
  expect(await findMyCertificates(voterOf(pair.places.a.ctx, person))).toMatchObject({
    certificates: [{ state: 'released', text: null }],
  })
  // Without a certificate the voter cannot return.
  expect(await pair.register('a', person)).toBe('elsewhere')
  expect(await pair.obtain('a', person)).toBeNull()
  expect(await pair.take('b', person, text ?? '')).toMatchObject({ ok: true, value: { acceptance: { state: 'final' } } })
  const back = await pair.obtain('b', person)
  expect(await pair.take('a', person, back ?? '')).toMatchObject({ ok: true })
  await pair.quieten()
  expect([await pair.standing('a', person), await pair.standing('b', person)]).toEqual(['roll', 'away'])
})

it('issues none to a voter who is being transferred at the same moment', async () => {
  await pair.reset()
  const person = newPerson()
  await pair.register('a', person)
  await pair.obtain('a', person)
  const { ctx, election, database, url } = pair.places.a
  const personKey = ctx.keys.personKey(person[1])
  const beside = await openDatabase({ url })
  const asked = await beside.transaction(async tx => {
    // Does what answering a claim does, up to its commit.
    await tx.run(`UPDATE certificate SET state = 'released' WHERE person_key = $1`, [personKey])
    const { round } = election
    await leaveInstallation(tx, { personKey, round, toCounty: '310101', reason: '资格证明', at: ctx.clock.now() })
    const again = askForCertificate(voterOf(ctx, person), { electionId: election.id })
    const waits = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    await vi.waitFor(async () => expect(await readRows(database, waits)).toHaveLength(1), { timeout: 20_000 })
    return { again }
  })
  await beside.close()
  expect(await asked.again).toEqual({ ok: false, error: { code: 'certificate.not-registered' } })
  expect((await findMyCertificates(voterOf(ctx, person))).certificates).toMatchObject([{ state: 'released' }])
})

it('returns a voter whose certificate was revoked, and accepts a rotated key', async () => {
  await pair.reset()
  const person = newPerson()
  await pair.register('a', person)
  const text = (await pair.obtain('a', person)) ?? ''
  await pair.take('b', person, text)
  const { ctx, election, database } = pair.places.b
  const [held] = await readRows<{ countyCode: string; registrationId: number }>(
    database,
    `SELECT county_code AS "countyCode", id AS "registrationId" FROM registration WHERE bound = 'held'`,
  )
  // No decision is possible here before the place of origin has answered.
  expect(
    (
      await decideCase(
        { ...ctx, requestId: randomUUID() },
        { countyCode: '', registrationId: 0, ...held, decision: 'accept', reason: '核实' },
      )
    ).ok,
  ).toBe(false)
  const mine = await findMyCertificates(voterOf(pair.places.a.ctx, person))
  const [certificate] = mine.certificates
  await revokeCertificate(
    { ...pair.places.a.ctx, requestId: randomUUID() },
    { electionId: pair.places.a.election.id, id: certificate?.id ?? '', reason: '误发' },
  )
  await rotateOwnKey(pair.places.a.ctx, 'sm2')
  await pair.deliver('b')
  expect([await pair.standing('a', person), await pair.standing('b', person)]).toEqual(['roll', 'held'])
  await pair.introduce('a')
  await pair.quieten()
  expect([await pair.standing('a', person), await pair.standing('b', person)]).toEqual(['roll', 'away'])
  expect((await findMyCertificates(voterOf(ctx, person))).accepted).toMatchObject([
    { state: 'returned', reason: 'revoked', electionId: election.id },
  ])
  expect(await pair.told('a', person)).toEqual(['accepted', 'certificate-issued', 'certificate-ended'])
  expect(await pair.told('b', person)).toEqual(['certificate-returned'])
  // Accepting it again sends another claim, which is declined again; a new certificate is accepted.
  expect(await pair.take('b', person, text)).toMatchObject({ ok: true })
  await pair.quieten()
  await pair.take('b', person, (await pair.obtain('a', person)) ?? '')
  await pair.quieten()
  expect([await pair.standing('a', person), await pair.standing('b', person)]).toEqual(['away', 'roll'])
  expect((await pair.told('a', person)).slice(3)).toEqual(['certificate-issued', 'certificate-released'])
  expect((await pair.told('b', person)).at(-1)).toBe('accepted')
})

const often = runsOf(14)
it('puts every person on exactly one final roll when messages are lost, duplicated, delayed or reordered', {
  timeout: 60_000 + often.numRuns * 5_000,
}, async () => {
  onTestFailed(() => console.error(`EXCHANGE_SEED=${often.seed} EXCHANGE_RUNS=${often.numRuns}`))
  await fc.assert(staysOnOneRoll(pair), often)
  // Some voters were actually transferred.
  const final = await readRows(pair.places.b.database, `SELECT 1 AS one FROM certificate_acceptance WHERE state = 'final'`)
  expect(final.length).toBeGreaterThan(2)
})
