/**
 * Decisions on voters who came by a certificate, in the books of certificates. The place of origin is asked only for an arrival that this place
 * accepts, so nobody is on no list while it is reviewed; one that is refused later goes back (docs/certificates.md).
 */
import { randomUUID } from 'node:crypto'
import { answerGiveBack, type Message, refuseArrival } from '@mingce/domain/certificate'
import { fail, ok } from '@mingce/domain/result'
import { type Election, findElectionById } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { writeAsSystem } from '../../platform/write/index.ts'
import {
  type Arrival,
  type Arrivals,
  comeBack,
  type DecidedBy,
  findElectionOfRegistration,
  findHolding,
  holdCleared,
  markGivenBack,
} from '../../registration/index.ts'
import {
  type AcceptanceRow,
  findAcceptancesOf,
  findCleared,
  findLastArrival,
  insertMessage,
  ledgerOf,
  lockAcceptance,
  lockCertificate,
  queueArrivalRefused,
  recordLedger,
  writeAcceptance,
  writeLeft,
} from '../ledger/index.ts'
import { isReconciled, ownId, type Services } from '../partner/index.ts'

type Key = Parameters<Arrivals['accepted']>[1]
type Left = Parameters<Arrivals['accepted']>[2]

const recipientOf = (services: Pick<Services, 'keys'>, row: Pick<AcceptanceRow, 'id'>) => ({
  installation: ownId(services.keys),
  acceptance: row.id,
})

const getElectionOf = async (tx: Sql, electionId: string): Promise<Election> => {
  const election = await findElectionById(tx, electionId)
  if (!election) throw new Error('the election of a certificate is gone')
  return election
}

/** Has polling started? Then nobody changes rolls by a certificate any more (EL 27). */
export const isPolling = ({ pollingDay }: Pick<Election, 'pollingDay'>, at: Date): boolean => chinaDate(at) >= pollingDay

/** Queues the claim of an accepted arrival to the installation that issued its certificate. */
export const queueClaim = (
  tx: Sql,
  services: Pick<Services, 'keys'>,
  row: Pick<AcceptanceRow, 'id' | 'certificateId' | 'issuer' | 'takenOn' | 'countyCode'>,
  election: Pick<Election, 'areaName'>,
  at: Date,
): Promise<unknown> => {
  const message: Message = {
    kind: 'claim',
    certificate: row.certificateId,
    taker: recipientOf(services, row),
    takenOn: row.takenOn,
    place: { code: row.countyCode, name: election.areaName },
  }
  return insertMessage(tx, { id: randomUUID(), partnerId: row.issuer, body: JSON.stringify(message) }, at)
}

/** Releases a voter in this installation's own ledger. False: the certificate is no longer valid. */
export const releaseHere = async (
  tx: Sql,
  certificateId: string,
  taker: Message['taker'],
  left: NonNullable<Left>,
  by: { readonly actor: string; readonly at: Date },
): Promise<'released' | 'used' | 'state'> => {
  const row = await lockCertificate(tx, certificateId)
  const ledger = row && ledgerOf(row)
  if (!row || ledger?.state !== 'issued' || chinaDate(by.at) > ledger.validUntil)
    return ledger?.state === 'released' ? 'used' : 'state'
  await recordLedger(tx, row, { state: 'released', to: taker }, { ...by, left })
  return 'released'
}

const lockReviewed = async (tx: Sql, key: Key): Promise<AcceptanceRow | undefined> => {
  const waiting = (await findAcceptancesOf(tx, [key])).find(({ state }) => state === 'review')
  const row = waiting && (await lockAcceptance(tx, waiting.id))
  return row?.state === 'review' ? row : undefined
}

const acceptArrival = async (
  services: Services,
  tx: Sql,
  key: Key,
  left: Left,
  by: DecidedBy,
): ReturnType<Arrivals['accepted']> => {
  const row = await lockReviewed(tx, key)
  if (!row) return ok('stands')
  const election = await getElectionOf(tx, row.electionId)
  if (isPolling(election, by.at)) return fail('case.frozen')
  if (!(await isReconciled(tx))) return fail('case.restored')
  if (row.issuer === ownId(services.keys)) {
    if (!left) return fail('case.certificate')
    const released = await releaseHere(tx, row.certificateId, recipientOf(services, row), left, by)
    if (released !== 'released') return fail('case.certificate')
    await writeLeft(tx, row, left)
    await writeAcceptance(tx, row, 'final', null)
    return ok('stands')
  }
  await writeAcceptance(tx, row, 'held', null)
  await queueClaim(tx, services, row, election, by.at)
  return ok('asked')
}

/** The voter never left the place of origin: its certificate was not used. */
const keepAtOrigin = async (tx: Sql, row: AcceptanceRow, by: DecidedBy): ReturnType<Arrivals['refused']> => {
  await writeAcceptance(tx, row, 'returned', 'refused')
  await queueArrivalRefused(tx, row, await getElectionOf(tx, row.electionId), by.reason, false, by.at)
  const holder =
    row.leftCounty === null || row.leftId === null ? null : { countyCode: row.leftCounty, registrationId: row.leftId }
  return { kind: 'kept', holder }
}

/** A registration of this installation that the voter left is theirs again, in the same transaction. */
const restoreHere = async (services: Services, tx: Sql, row: AcceptanceRow, by: DecidedBy): ReturnType<Arrivals['refused']> => {
  const certificate = await lockCertificate(tx, row.certificateId)
  if (!certificate || row.leftCounty === null || row.leftId === null) return { kind: 'none' }
  const holder = { countyCode: row.leftCounty, registrationId: row.leftId }
  const origin = await getElectionOf(tx, certificate.electionId)
  if (!(await comeBack(tx, origin, { ...holder, personKey: row.personKey }, by))) return { kind: 'none' }
  const { ledger } = answerGiveBack(ledgerOf(certificate), {
    kind: 'giveBack',
    certificate: certificate.id,
    taker: recipientOf(services, row),
  })
  if (ledger) await recordLedger(tx, certificate, ledger, { actor: by.actor, at: by.at })
  await writeAcceptance(tx, row, 'given-back', null)
  await queueArrivalRefused(tx, row, await getElectionOf(tx, row.electionId), by.reason, true, by.at)
  return { kind: 'restored', holder }
}

/** Another installation is asked to take the voter back; until it has, a mark keeps them from registering here without a certificate. */
const giveBack = async (
  services: Services,
  tx: Sql,
  row: AcceptanceRow,
  key: Key,
  by: DecidedBy,
): ReturnType<Arrivals['refused']> => {
  const message: Message = { kind: 'giveBack', certificate: row.certificateId, taker: recipientOf(services, row) }
  const next = refuseArrival({ state: 'final' })
  if (!next) throw new Error('a final arrival can be given back')
  await writeAcceptance(tx, row, next.state, null)
  await markGivenBack(tx, key, row.round, row.fromCode.slice(0, 6), by.at)
  await insertMessage(tx, { id: randomUUID(), partnerId: row.issuer, body: JSON.stringify(message) }, by.at)
  await queueArrivalRefused(tx, row, await getElectionOf(tx, row.electionId), by.reason, true, by.at)
  return { kind: 'given-back' }
}

const refuseArrived = async (services: Services, tx: Sql, key: Key, by: DecidedBy): ReturnType<Arrivals['refused']> => {
  const reviewed = await lockReviewed(tx, key)
  if (reviewed) return keepAtOrigin(tx, reviewed, by)
  const self = ownId(services.keys)
  const mine = await findAcceptancesOf(tx, [key])
  const here = mine.find(({ issuer, state }) => issuer === self && state === 'final')
  const known = here ?? mine[0]
  const round = known?.round ?? (await getRoundOf(tx, key))
  // Someone whom another registration holds stays on that one.
  if (round === undefined || (await findHolding(tx, key.personKey, round))) return { kind: 'none' }
  if (here) return restoreHere(services, tx, here, by)
  const arrival = await findLastArrival(tx, key.personKey, round, self)
  const row = arrival && (await lockAcceptance(tx, arrival.id))
  return row?.state === 'final' ? giveBack(services, tx, row, key, by) : { kind: 'none' }
}

const getRoundOf = async (tx: Sql, key: Key): Promise<string | undefined> => {
  const electionId = await findElectionOfRegistration(tx, key)
  return electionId === undefined ? undefined : (await findElectionById(tx, electionId))?.round
}

/** Asks the place of origin of arrivals that waited only for what no longer holds. Returns how many. */
export const claimCleared = async (services: Services): Promise<number> => {
  let asked = 0
  if (!(await isReconciled(services.database))) return 0
  for (const { id } of await findCleared(services.database, ownId(services.keys))) {
    const count = await writeAsSystem<number>(
      services,
      { action: `claim cleared arrival ${id}`, effect: 'changes' },
      async (tx, at) => {
        const row = await lockAcceptance(tx, id)
        const election = row && (await getElectionOf(tx, row.electionId))
        if (!row || !election || row.state !== 'review' || isPolling(election, at) || !(await holdCleared(tx, row)))
          return { answer: 0, audit: [] }
        await writeAcceptance(tx, row, 'held', null)
        await queueClaim(tx, services, row, election, at)
        const details = { election: row.electionId, registration: row.registrationId }
        const subject = `certificate/${row.certificateId}`
        return { answer: 1, audit: { countyCode: row.countyCode, action: 'certificate.claimed', subject, details } }
      },
    )
    asked += count
  }
  return asked
}

const toArrival = (row: AcceptanceRow): Arrival => ({
  from: { code: row.fromCode, name: row.fromName },
  issuer: row.issuer,
  takenOn: row.takenOn,
  state: row.state,
})

/** What this module contributes to decisions on registrations. */
export const openArrivals = (services: Services): Arrivals => ({
  findOf: async (sql, registrations) => {
    const found = new Map<number, Arrival>()
    for (const row of await findAcceptancesOf(sql, registrations))
      if (!found.has(row.registrationId)) found.set(row.registrationId, toArrival(row))
    return found
  },
  accepted: (tx, key, left, by) => acceptArrival(services, tx, key, left, by),
  refused: (tx, key, by) => refuseArrived(services, tx, key, by),
  isBound: async (tx, key) => (await findAcceptancesOf(tx, [key])).length > 0,
})
