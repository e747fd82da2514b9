/** Two installations, each with its own database and HTTP server; messages between them are lost, duplicated and reordered. */

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, onTestFailed, vi } from 'vitest'
import { openDatabase } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { decideCase, findReviewCases, leaveInstallation } from '../../registration/index.ts'
import { importRows } from '../../registration/testing/office.ts'
import { voterOf } from '../../registration/testing/online.ts'
import { findCertificateFigures, openArrivals } from '../accept/index.ts'
import { askForCertificate, findMyCertificates, issueCertificate, revokeCertificate } from '../issue/index.ts'
import { rotateOwnKey } from '../partner/index.ts'
import { newPerson, newSuspect, newUnsuspected, openPair, type Pair } from '../testing/exchange.ts'
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

it('puts the bearer of a certificate on the roll though the register of the destination does not have them', async () => {
  await pair.reset()
  // Only suspects are in the register of b.
  const people = [newPerson(), newPerson(), newPerson(), newPerson()].filter(([name]) => Number(name.slice(2)) % 3 !== 0)
  for (const person of people) {
    await pair.register('a', person)
    expect(await pair.take('b', person, (await pair.obtain('a', person)) ?? '')).toMatchObject({
      ok: true,
      value: { acceptance: { state: 'held' }, registration: { status: 'pending', findings: [] } },
    })
  }
  await pair.quieten()
  for (const person of people) expect(await pair.standings(person)).toEqual(['away', 'roll'])
})

it('asks the place of origin only after an officer has accepted an arrival that needs review', async () => {
  await pair.reset()
  const person = newSuspect()
  await pair.register('a', person)
  expect(await pair.take('b', person, (await pair.obtain('a', person)) ?? '')).toMatchObject({
    ok: true,
    value: { acceptance: { state: 'review' }, registration: { status: 'review', findings: [{ code: 'population.name' }] } },
  })
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'review'])
  const { ctx, election } = pair.places.b
  const cases = await findReviewCases(ctx, election.id, { state: 'open' }, undefined, openArrivals(ctx))
  const mine = cases.ok ? cases.value.items.find(({ name }) => name === person[0]) : undefined
  expect(mine).toMatchObject({ arrival: { state: 'review', from: { code: '110105021' } } })
  // A row of a file does not put the voter on the roll before the place of origin has released them.
  await importRows(ctx, election, [
    ['姓名', '公民身份号码', '社区'],
    [...person, '东郊社区'],
  ])
  expect(await pair.standings(person)).toEqual(['roll', 'review'])
  expect(await pair.decide('b', person, 'accept')).toMatchObject({ ok: true, value: { status: 'pending' } })
  expect(await pair.standings(person)).toEqual(['roll', 'held'])
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['away', 'roll'])
  expect(await pair.told('b', person)).toEqual(['accepted'])
})

it('leaves a voter whose arrival is refused on the roll of the place of origin, and the certificate unused', async () => {
  await pair.reset()
  const person = newSuspect()
  await pair.register('a', person)
  const text = (await pair.obtain('a', person)) ?? ''
  await pair.take('b', person, text)
  expect(await pair.decide('b', person, 'refuse')).toMatchObject({ ok: true, value: { status: 'refused' } })
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
  expect(await pair.told('b', person)).toEqual(['arrival-refused'])
  expect(await findMyCertificates(voterOf(pair.places.b.ctx, person))).toMatchObject({
    accepted: [{ state: 'returned', reason: 'refused' }],
  })
  // The certificate can be shown again, and this time the officer accepts.
  expect(await pair.take('b', person, text)).toMatchObject({ ok: true, value: { acceptance: { state: 'review' } } })
  await pair.decide('b', person, 'accept')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['away', 'roll'])
})

it('gives a voter back in both ledgers when an arrival is refused after the release', async () => {
  await pair.reset()
  const person = newPerson()
  await pair.register('a', person)
  const text = (await pair.obtain('a', person)) ?? ''
  await pair.take('b', person, text)
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['away', 'roll'])
  expect(await pair.strike('b', person)).toBe(true)
  expect(await pair.standings(person)).toEqual(['away', 'back'])
  // Until the place of origin has them again, they register nowhere without a certificate.
  expect(await pair.register('b', person)).toBe('elsewhere')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
  expect((await findMyCertificates(voterOf(pair.places.a.ctx, person))).certificates).toMatchObject([{ state: 'restored' }])
  expect((await findMyCertificates(voterOf(pair.places.b.ctx, person))).accepted).toMatchObject([{ state: 'given-back' }])
  expect(await pair.told('a', person)).toEqual(['accepted', 'certificate-issued', 'certificate-released', 'certificate-restored'])
  expect(await pair.told('b', person)).toEqual(['accepted', 'arrival-given-back'])
  // The certificate is used up; a new one moves them again.
  await pair.take('b', person, text)
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
  await pair.take('b', person, (await pair.obtain('a', person)) ?? '')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['away', 'roll'])
})

it('releases a voter again after the place of origin was put back to a backup, and does nothing before its partner has answered', async () => {
  await pair.reset()
  const [mover, waiting, unknown] = [newPerson(), newPerson(), newPerson()]
  for (const person of [mover, waiting, unknown]) await pair.register('a', person)
  const text = (await pair.obtain('a', mover)) ?? ''
  await pair.backUp('a')
  // After the backup one voter moves, and another is issued a certificate and moves with it.
  await pair.take('b', mover, text)
  await pair.take('b', unknown, (await pair.obtain('a', unknown)) ?? '')
  await pair.quieten()
  await pair.close('b')
  await pair.restore('a')
  expect(await pair.isReconciled()).toBe(false)
  const { ctx, election } = pair.places.a
  const asked = await askForCertificate(voterOf(ctx, waiting), { electionId: election.id })
  const id = asked.ok ? asked.value.id : ''
  expect(await issueCertificate({ ...ctx, requestId: randomUUID() }, { electionId: election.id, id })).toMatchObject({
    ok: false,
    error: { code: 'exchange.restored' },
  })
  await pair.open('b')
  expect(await pair.take('a', waiting, text)).toMatchObject({ ok: false, error: { code: 'exchange.restored' } })
  await pair.quieten()
  expect(await pair.standings(mover)).toEqual(['away', 'roll'])
  expect(await pair.standings(unknown)).toEqual(['away', 'roll'])
  expect(await pair.register('a', unknown)).toBe('elsewhere')
  expect(await issueCertificate({ ...ctx, requestId: randomUUID() }, { electionId: election.id, id })).toMatchObject({ ok: true })
})

it('gives a voter back whose arrival was lost with a restored place of destination', async () => {
  await pair.reset()
  const person = newUnsuspected()
  await pair.register('a', person)
  await pair.backUp('b')
  await pair.take('b', person, (await pair.obtain('a', person)) ?? '')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['away', 'roll'])
  await pair.restore('b')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
})

it('gives a voter back again whom the place of origin took back and forgot, as both were restored one after the other', async () => {
  await pair.reset()
  const person = newUnsuspected()
  await pair.register('a', person)
  await pair.backUp('b')
  await pair.take('b', person, (await pair.obtain('a', person)) ?? '')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['away', 'roll'])
  await pair.backUp('a')
  await pair.restore('b')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
  await pair.restore('a')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
})

it('leaves a voter where they went after an arrival of which only the claim is left at a restored place', async () => {
  await pair.reset()
  const person = newUnsuspected()
  await pair.register('a', person)
  await pair.take('b', person, (await pair.obtain('a', person)) ?? '')
  await pair.backUp('b')
  await pair.deliver('b', 'good')
  await pair.take('a', person, (await pair.obtain('b', person)) ?? '')
  await pair.deliver('a', 'good')
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
  // What it knows now: it has asked for the voter, and waits.
  await pair.restore('b')
  expect(await pair.standings(person)).toEqual(['roll', 'held'])
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
})

it('answers no message that was made before one of the two was restored', async () => {
  await pair.reset()
  const person = newPerson()
  await pair.register('a', person)
  await pair.backUp('a')
  await pair.take('b', person, (await pair.obtain('a', person)) ?? '')
  await pair.deliver('b', 'unanswered')
  await pair.restore('a')
  await pair.quieten()
  await pair.deliver('b', 'old', 1_000_000)
  expect(await pair.standings(person)).not.toEqual(['roll', 'roll'])
})

it('releases nobody once polling has started', async () => {
  const late = await openPair()
  try {
    const person = newUnsuspected()
    await late.register('a', person)
    await late.take('b', person, (await late.obtain('a', person)) ?? '')
    late.pass(30 * 86_400_000)
    expect(await late.obtain('a', newPerson())).toBeNull()
    await late.quieten()
    expect(await late.standings(person)).toEqual(['roll', 'away'])
    expect((await findMyCertificates(voterOf(late.places.b.ctx, person))).accepted).toMatchObject([
      { state: 'returned', reason: 'polling' },
    ])
  } finally {
    await late.stop()
  }
})

it('gives a voter back who is held by an arrival at that moment, once the arrival is returned', async () => {
  await pair.reset()
  const person = newUnsuspected()
  await pair.register('a', person)
  const out = await pair.obtain('a', person)
  await pair.take('b', person, out ?? '')
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['away', 'roll'])
  const home = await pair.obtain('b', person)
  await pair.take('a', person, home ?? '')
  // The destination takes the voter off its roll and gives them back before the arrival's claim has reached it.
  await pair.strike('b', person)
  await pair.deliver('b', 'good', 0)
  await pair.quieten()
  expect(await pair.standings(person)).toEqual(['roll', 'away'])
})

const often = runsOf(8)
it('puts every person on exactly one final roll when messages are lost, duplicated, delayed or reordered', {
  timeout: 60_000 + often.numRuns * 20_000,
}, async () => {
  onTestFailed(() => console.error(`EXCHANGE_SEED=${often.seed} EXCHANGE_RUNS=${often.numRuns}`))
  await fc.assert(staysOnOneRoll(pair), often)
  // Some voters were actually transferred.
  const final = await readRows(pair.places.b.database, `SELECT 1 AS one FROM certificate_acceptance WHERE state = 'final'`)
  expect(final.length).toBeGreaterThan(2)
})
