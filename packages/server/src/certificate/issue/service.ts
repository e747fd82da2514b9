/**
 * The place of origin: a voter asks for a certificate, an officer gives or refuses it, takes it back, prints it again. For as long as it is
 * only issued the voter stays on the roll here (docs/certificates.md).
 */
import { randomUUID } from 'node:crypto'
import { type Certificate, certificateText, issue, type Ledger, qrTextOf, refuse, revoke } from '@mingce/domain/certificate'
import { findRuleSet } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import { normalizePersonName, readResidentId } from '@mingce/domain/standards'
import type { Context, VoterContext } from '../../access/index.ts'
import { authorise, visibleArea } from '../../access/index.ts'
import { type Election, findElectionById, getElection, homeCounty } from '../../election/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { SealError } from '../../platform/crypto/index.ts'
import { once, type Sql } from '../../platform/database/index.ts'
import {
  findHolding,
  findPersonOf,
  findRegisterEntry,
  type Holding,
  lockHolding,
  registerVoter,
} from '../../registration/index.ts'
import type { CertificateFailure, CertificateRefusal } from '../errors.ts'
import {
  type CertificateRow,
  countCopy,
  countStates,
  findAcceptancesOfPerson,
  findCertificate,
  findCertificates,
  findOfPerson,
  insertEvent,
  insertRequest,
  keepBooks,
  ledgerOf,
  lockCertificate,
  lockOpen,
  type Names,
  newSalt,
  personDigest,
  shownAcceptance,
  shownCertificate,
} from '../ledger/index.ts'
import { findPartners, ownId, type Services, signingKey, signLine } from '../partner/index.ts'
import type { CertificateItem, CertificatePage, CertificateQuery, Mine, NewRequestAtStation } from '../schema.ts'

type Answer<T> = Promise<Result<T, CertificateRefusal>>

const PAGE = 50

/** Who acts, as the trail names them. */
interface Who {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly requestId: string | undefined
}

const officer = (ctx: Context): Who => ({ ...ctx.actor, requestId: ctx.requestId })
const voter = (ctx: VoterContext): Who => ({
  id: ctx.voter.personKey,
  name: ctx.voter.name,
  role: 'voter',
  requestId: ctx.requestId,
})

/** Carries a refusal out of the transaction; never leaves this file. */
class Withdrawn extends Error {
  readonly failure: CertificateRefusal
  constructor(failure: CertificateRefusal) {
    super(failure.code)
    this.failure = failure
  }
}

const refused = (code: CertificateFailure): Withdrawn => new Withdrawn({ code })

const write = async <T>(services: Services, who: Who, action: string, work: (tx: Sql, at: Date) => Promise<T>): Answer<T> => {
  const at = services.clock.now()
  try {
    return ok(
      await services.database.transaction(tx =>
        once(tx, { requestId: who.requestId, actor: who.id, action, at }, () => work(tx, at)),
      ),
    )
  } catch (error) {
    if (error instanceof Withdrawn) return fail(error.failure)
    throw error
  }
}

const audit = (
  tx: Sql,
  who: Who,
  row: Pick<CertificateRow, 'countyCode' | 'id' | 'electionId'>,
  action: string,
  at: Date,
  details: object = {},
) =>
  recordAudit(tx, {
    countyCode: row.countyCode,
    at,
    actor: who.name,
    role: who.role,
    action: `certificate.${action}`,
    subject: `certificate/${row.id}`,
    details: { election: row.electionId, ...details },
    requestId: who.requestId,
  })

const namesOf = async (sql: Sql, services: Pick<Services, 'keys'>): Promise<Names> =>
  new Map([[ownId(services.keys), '本系统'], ...(await findPartners(sql)).map(({ id, name }): [string, string] => [id, name])])

/** May they be given a certificate: on this election's roll, and bound by none already? */
const stands = (holding: Holding | undefined, electionId: string): holding is Holding =>
  holding?.electionId === electionId && holding.status === 'registered' && holding.bound === null

/** Adds a request, or finds the one that is open: asking twice is asking once. */
const request = async (
  services: Services,
  who: Who,
  election: Election,
  input: { readonly personKey: string; readonly to: string | undefined; readonly via: 'portal' | 'station' },
): Answer<CertificateItem> =>
  write(services, who, `ask certificate ${election.id}`, async (tx, at) => {
    // In the order of issuing and releasing: between the look at the roll and the answer neither can change.
    const before = await lockOpen(tx, input.personKey, election.id)
    const holding = await lockHolding(tx, input.personKey, election.round)
    if (!stands(holding, election.id)) throw refused('certificate.not-registered')
    const answer = async (open: CertificateRow) => shownCertificate(open, await namesOf(tx, services), input.via === 'portal')
    if (before) return answer(before)
    const row = {
      countyCode: homeCounty(election),
      id: randomUUID(),
      electionId: election.id,
      round: election.round,
      personKey: input.personKey,
      name: holding.name,
      areaCode: holding.areaCode,
      toPlace: input.to || null,
      via: input.via,
      requestedAt: at,
    }
    if (await insertRequest(tx, row)) {
      await insertEvent(tx, row, 'requested', who.name, at, '')
      await audit(tx, who, row, 'requested', at, { via: input.via })
    }
    const open = await lockOpen(tx, input.personKey, election.id)
    // Another asked in this moment, and an office refused that already.
    if (!open) throw refused('certificate.state')
    return answer(open)
  })

/** Someone of the base who is not registered yet is registered where the register has them, so that they are on exactly one roll. */
const registerFirst = async (ctx: VoterContext, election: Election): Promise<void> => {
  const holding = await findHolding(ctx.database, ctx.voter.personKey, election.round)
  if (holding) return
  const entry = await findRegisterEntry(ctx.database, election.id, ctx.voter.personKey, ctx.voter.name)
  if (entry.communityCode === null) return
  const { requestId: _, ...rest } = ctx
  const isHere = entry.hukouArea?.startsWith(election.areaCode.slice(0, findRuleSet(election.ruleSet)?.homeDigits ?? 6))
  await registerVoter(rest, election.id, {
    community: entry.communityCode,
    basis: isHere ? 'hukou' : 'residence',
    evidence: [],
  })
}

/** The voter asks for a certificate, by the phone. */
export const askForCertificate = async (
  ctx: VoterContext,
  input: { readonly electionId: string; readonly to?: string | undefined },
): Answer<CertificateItem> => {
  const election = await findElectionById(ctx.database, input.electionId)
  if (!election) return fail({ code: 'election.unknown' })
  if (election.state === 'closed') return fail({ code: 'registration.closed' })
  await registerFirst(ctx, election)
  return request(ctx, voter(ctx), election, { personKey: ctx.voter.personKey, to: input.to, via: 'portal' })
}

/** Someone asks at a station, with their ID card. */
export const askAtStation = async (ctx: Context, electionId: string, input: NewRequestAtStation): Answer<CertificateItem> => {
  const election = await getElection(ctx, electionId, 'register')
  if (!election.ok) return election
  if (election.value.state === 'closed') return fail({ code: 'registration.closed' })
  const read = readResidentId(input.number, { isCurrentCounty: () => true })
  if (read.kind !== 'ok') return fail({ code: 'identity.invalid', field: 'number' })
  const personKey = ctx.keys.personKey(read.number)
  const holding = await findHolding(ctx.database, personKey, election.value.round)
  if (!holding || holding.name !== normalizePersonName(input.name)) return fail({ code: 'certificate.not-registered' })
  const allowed = authorise(ctx.actor, 'register', holding.areaCode)
  if (!allowed.ok) return fail({ code: 'certificate.not-registered' })
  return request(ctx, officer(ctx), election.value, { personKey, to: input.to, via: 'station' })
}

/** An office asks for someone by the number, or by their registration in this election. */
export const askByOffice = async (
  ctx: Context,
  electionId: string,
  who: { readonly number: string } | { readonly registrationId: number },
): Answer<CertificateItem> => {
  const election = await getElection(ctx, electionId, 'decide')
  if (!election.ok) return election
  let personKey: string | undefined
  if ('number' in who) {
    const read = readResidentId(who.number, { isCurrentCounty: () => true })
    if (read.kind !== 'ok') return fail({ code: 'identity.invalid', field: 'number' })
    personKey = ctx.keys.personKey(read.number)
  } else personKey = await findPersonOf(ctx.database, electionId, who.registrationId)
  const holding = personKey && (await findHolding(ctx.database, personKey, election.value.round))
  if (!personKey || !holding || !authorise(ctx.actor, 'decide', holding.areaCode).ok)
    return fail({ code: 'certificate.not-registered' })
  return request(ctx, officer(ctx), election.value, { personKey, to: undefined, via: 'station' })
}

/** The voter's own: those asked for, and those that were taken. */
export const findMyCertificates = async (ctx: VoterContext): Promise<Mine> => {
  const names = await namesOf(ctx.database, ctx)
  return {
    certificates: (await findOfPerson(ctx.database, ctx.voter.personKey)).map(row => shownCertificate(row, names, true)),
    accepted: (await findAcceptancesOfPerson(ctx.database, ctx.voter.personKey)).map(shownAcceptance),
  }
}

/** Every certificate of an election ever asked for, within the actor's area, newest first. */
export const listCertificates = async (ctx: Context, electionId: string, query: CertificateQuery): Answer<CertificatePage> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? ''
  const offset = Number(query.cursor ?? 0) || 0
  const rows = await findCertificates(ctx.database, electionId, area, { state: query.state, q: query.q, offset }, PAGE + 1)
  const names = await namesOf(ctx.database, ctx)
  const none = { requested: 0, refused: 0, issued: 0, revoked: 0, expired: 0, released: 0 }
  return ok({
    items: rows.slice(0, PAGE).map(row => shownCertificate(row, names, false)),
    figures: { ...none, ...(await countStates(ctx.database, electionId, area)) },
    next: rows.length > PAGE ? String(offset + PAGE) : null,
  })
}

/** A certificate of this election in the actor's area. */
export const findOwnCertificate = async (
  ctx: Context,
  sql: Sql,
  electionId: string,
  id: string,
): Promise<CertificateRow | undefined> => {
  const row = await findCertificate(sql, id)
  return row?.electionId === electionId && row.areaCode.startsWith(ctx.actor.areaCode) ? row : undefined
}

interface Signed {
  readonly text: string
  readonly issuedOn: string
  readonly validUntil: string
}

const signed = async (ctx: Services, row: CertificateRow, election: Election, validUntil: string): Answer<Signed> => {
  let number: string
  try {
    number = ctx.keys.openPersonKey(row.personKey)
  } catch (error) {
    if (error instanceof SealError) return fail({ code: 'certificate.no-number' })
    throw error
  }
  const key = await signingKey(ctx)
  const salt = newSalt()
  const certificate: Certificate = {
    id: row.id,
    issuer: ownId(ctx.keys),
    round: election.round,
    name: row.name,
    salt,
    person: await personDigest(number, row.name, salt),
    from: { code: election.areaCode, name: election.areaName },
    issuedOn: chinaDate(ctx.clock.now()),
    validUntil,
  }
  const line = certificateText(certificate)
  const text = qrTextOf(line, key.keyId, signLine(line, key), part => Buffer.from(part).toString('base64url'))
  return ok({ text, issuedOn: certificate.issuedOn, validUntil })
}

const decide = async (
  ctx: Context,
  { electionId, id }: { readonly electionId: string; readonly id: string },
  action: string,
  work: (tx: Sql, row: CertificateRow, at: Date) => Promise<object>,
): Answer<CertificateItem> => {
  const election = await getElection(ctx, electionId, 'decide')
  if (!election.ok) return election
  const found = await findOwnCertificate(ctx, ctx.database, electionId, id)
  if (!found) return fail({ code: 'certificate.unknown' })
  return write(ctx, officer(ctx), `${action} certificate ${id}`, async (tx, at) => {
    const row = await lockCertificate(tx, id)
    if (!row) throw refused('certificate.unknown')
    const details = await work(tx, row, at)
    await audit(tx, officer(ctx), row, action, at, details)
    const after = await lockCertificate(tx, id)
    if (!after) throw new Error('a certificate is gone')
    return shownCertificate(after, await namesOf(tx, ctx), true)
  })
}

/** What the books may say next, or the end of the transaction. */
const opened = (next: Result<Ledger, unknown>): Ledger => {
  if (!next.ok) throw refused('certificate.state')
  return next.value
}

/** Gives the certificate: signed, valid until that day (polling day where none is said). The registration stays. */
export const issueCertificate = async (
  ctx: Context,
  input: { readonly electionId: string; readonly id: string; readonly validUntil?: string | undefined },
): Answer<CertificateItem> => {
  const election = await getElection(ctx, input.electionId, 'decide')
  if (!election.ok) return election
  const row = await findOwnCertificate(ctx, ctx.database, input.electionId, input.id)
  if (!row) return fail({ code: 'certificate.unknown' })
  const validUntil = input.validUntil ?? election.value.pollingDay
  if (validUntil < chinaDate(ctx.clock.now()) || validUntil > election.value.pollingDay)
    return fail({ code: 'certificate.validity', field: 'validUntil' })
  // Outside the transaction: the digest is slow on purpose.
  const made = await signed(ctx, row, election.value, validUntil)
  if (!made.ok) return made
  return decide(ctx, input, 'issued', async (tx, locked, at) => {
    const next = opened(issue(ledgerOf(locked), validUntil))
    if (!stands(await lockHolding(tx, locked.personKey, locked.round), input.electionId))
      throw refused('certificate.not-registered')
    await keepBooks(tx, locked, next, { actor: ctx.actor.name, at, text: made.value.text, issuedOn: made.value.issuedOn })
    return { validUntil }
  })
}

interface Reasoned {
  readonly electionId: string
  readonly id: string
  readonly reason: string
}

export const refuseCertificate = (ctx: Context, input: Reasoned): Answer<CertificateItem> =>
  decide(ctx, input, 'refused', async (tx, row, at) => {
    await keepBooks(tx, row, opened(refuse(ledgerOf(row), input.reason)), { actor: ctx.actor.name, at })
    return { reason: input.reason }
  })

/** Takes an issued certificate back; not once the voter was released. */
export const revokeCertificate = (ctx: Context, input: Reasoned): Answer<CertificateItem> =>
  decide(ctx, input, 'revoked', async (tx, row, at) => {
    await keepBooks(tx, row, opened(revoke(ledgerOf(row), input.reason)), { actor: ctx.actor.name, at })
    return { reason: input.reason }
  })

/** Another print of the same certificate, marked 副本 and counted: it is the same text, and serves once all the same. */
export const reprintCertificate = (
  ctx: Context,
  input: { readonly electionId: string; readonly id: string },
): Answer<CertificateItem> =>
  decide(ctx, input, 'reprinted', async (tx, row, at) => {
    if (row.state !== 'issued') throw refused('certificate.state')
    const copy = await countCopy(tx, row)
    await insertEvent(tx, row, 'reprinted', ctx.actor.name, at, String(copy))
    return { copy }
  })
