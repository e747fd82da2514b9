/**
 * The place of origin: a voter requests a certificate; an officer issues, refuses, revokes or reprints it. While it is only issued the voter
 * stays on the roll here (docs/certificates.md).
 */
import { randomUUID } from 'node:crypto'
import { type Certificate, certificateText, issue, type Ledger, qrTextOf, refuse, revoke } from '@mingce/domain/certificate'
import { fail, ok, type Result } from '@mingce/domain/result'
import { addDays, normalizePersonName, readResidentId } from '@mingce/domain/standards'
import type { Context, VoterContext } from '../../access/index.ts'
import { authorise, visibleArea } from '../../access/index.ts'
import { type Election, findElectionById, getElection, homeCounty } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { SealError } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { offsetOf } from '../../platform/http/index.ts'
import { type AuditEntry, type WriteContext, write } from '../../platform/write/index.ts'
import {
  findHolding,
  findPersonOf,
  findRegisterEntry,
  type Holding,
  isFirstNumber,
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
  ledgerOf,
  lockCertificate,
  lockOpen,
  type Names,
  newSalt,
  personDigest,
  recordLedger,
  toAcceptanceItem,
  toCertificateItem,
} from '../ledger/index.ts'
import { findPartners, isReconciled, ownId, type Services, signingKey, signLine } from '../partner/index.ts'
import type { CertificateItem, CertificatePage, CertificateQuery, Mine, NewRequestAtStation } from '../schema.ts'

type Answer<T> = Promise<Result<T, CertificateRefusal>>

const PAGE = 50

/** The context in which a voter writes. */
const asVoter = (ctx: VoterContext): VoterContext & WriteContext => ({
  ...ctx,
  actor: { id: `voter ${ctx.voter.personKey}`, name: ctx.voter.name, role: 'voter' },
})

/** What happens to a certificate, as the audit trail names it. */
type CertificateAction = AuditEntry['action'] extends infer A ? (A extends `certificate.${infer Name}` ? Name : never) : never

const auditOf = (
  row: Pick<CertificateRow, 'countyCode' | 'id' | 'electionId'>,
  action: CertificateAction,
  details: object = {},
): AuditEntry => ({
  countyCode: row.countyCode,
  action: `certificate.${action}`,
  subject: `certificate/${row.id}`,
  details: { election: row.electionId, ...details },
})

const failWith = (code: CertificateFailure): Result<never, CertificateRefusal> => fail({ code })

const namesOf = async (sql: Sql, services: Pick<Services, 'keys'>): Promise<Names> =>
  new Map([[ownId(services.keys), '本系统'], ...(await findPartners(sql)).map(({ id, name }): [string, string] => [id, name])])

/** Whether a person can be issued a certificate: on this election's roll, and not bound by another certificate. */
const canBeCertified = (holding: Holding | undefined, electionId: string): holding is Holding =>
  holding?.electionId === electionId && holding.status === 'registered' && holding.bound === null

/** Adds a request, or finds the open one: requesting twice makes one request. */
const requestCertificate = (
  ctx: Services & WriteContext,
  election: Election,
  input: { readonly personKey: string; readonly to: string | undefined; readonly via: 'portal' | 'station' },
): Answer<CertificateItem> =>
  write(ctx, { action: `ask certificate ${election.id}` }, async (tx, at) => {
    // Locked in the same order as by issuing and releasing: neither can change between reading the roll and the answer.
    const before = await lockOpen(tx, input.personKey, election.id)
    const holding = await lockHolding(tx, input.personKey, election.round)
    if (!canBeCertified(holding, election.id)) return failWith('certificate.not-registered')
    const toAnswer = async (open: CertificateRow) => toCertificateItem(open, await namesOf(tx, ctx), input.via === 'portal')
    if (before) return ok({ answer: await toAnswer(before), audit: [] })
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
    const isNew = await insertRequest(tx, row)
    if (isNew) await insertEvent(tx, row, 'requested', ctx.actor.name, at, '')
    const open = await lockOpen(tx, input.personKey, election.id)
    // Someone else requested it at the same moment, and an office has refused that already.
    if (!open) return failWith('certificate.state')
    return ok({ answer: await toAnswer(open), audit: isNew ? auditOf(row, 'requested', { via: input.via }) : [] })
  })

/** Registers a voter who has no registration yet at the place that the population register states, so that they are on exactly one roll. */
const registerFirst = async (ctx: VoterContext, election: Election): Promise<void> => {
  const holding = await findHolding(ctx.database, ctx.voter.personKey, election.round)
  if (holding) return
  const entry = await findRegisterEntry(ctx.database, election.id, ctx.voter.personKey, ctx.voter.name)
  if (entry.communityCode === null) return
  const { requestId: _, ...rest } = ctx
  const isHere = entry.hukouArea?.startsWith(election.areaCode.slice(0, election.rules.homeDigits))
  await registerVoter(rest, election.id, {
    community: entry.communityCode,
    basis: isHere ? 'hukou' : 'residence',
    evidence: [],
  })
}

/** A voter requests a certificate in the portal. */
export const askForCertificate = async (
  ctx: VoterContext,
  input: { readonly electionId: string; readonly to?: string | undefined },
): Answer<CertificateItem> => {
  const election = await findElectionById(ctx.database, input.electionId)
  if (!election) return fail({ code: 'election.unknown' })
  if (election.state === 'closed') return fail({ code: 'registration.closed' })
  await registerFirst(ctx, election)
  return requestCertificate(asVoter(ctx), election, { personKey: ctx.voter.personKey, to: input.to, via: 'portal' })
}

/**
 * The person of a number and a name, as far as the actor may see them. Another number under the same name and birth date is not answered: it
 * may be a guess.
 */
const findNamed = async (
  ctx: Context,
  election: Election,
  who: { readonly number: string; readonly name: string },
  permission: 'register' | 'decide',
): Answer<string> => {
  const read = readResidentId(who.number, { isCurrentCounty: () => true })
  if (read.kind !== 'ok') return fail({ code: 'identity.invalid', field: 'number' })
  const personKey = ctx.keys.personKey(read.number)
  const name = normalizePersonName(who.name)
  const sent = { account: ctx.actor.id, name, birthDate: read.birth, personKey }
  if (!(await ctx.database.transaction(tx => isFirstNumber(tx, election.id, sent, ctx.clock.now()))))
    return fail({ code: 'number.several' })
  const holding = await findHolding(ctx.database, personKey, election.round)
  if (!holding || holding.name !== name || !authorise(ctx.actor, permission, holding.areaCode).ok)
    return fail({ code: 'certificate.not-registered' })
  return ok(personKey)
}

/** A voter requests a certificate at a station, with their ID card. */
export const askAtStation = async (ctx: Context, electionId: string, input: NewRequestAtStation): Answer<CertificateItem> => {
  const election = await getElection(ctx, electionId, 'register')
  if (!election.ok) return election
  if (election.value.state === 'closed') return fail({ code: 'registration.closed' })
  const found = await findNamed(ctx, election.value, input, 'register')
  if (!found.ok) return found
  return requestCertificate(ctx, election.value, { personKey: found.value, to: input.to, via: 'station' })
}

/** The person of a registration in this election, as far as the actor may decide. */
const findRegistered = async (ctx: Context, election: Election, registrationId: number): Answer<string> => {
  const personKey = await findPersonOf(ctx.database, election.id, registrationId)
  const holding = personKey && (await findHolding(ctx.database, personKey, election.round))
  return personKey && holding && authorise(ctx.actor, 'decide', holding.areaCode).ok
    ? ok(personKey)
    : fail({ code: 'certificate.not-registered' })
}

/** An office requests a certificate for a person, by ID number and name or by their registration in this election. */
export const askByOffice = async (
  ctx: Context,
  electionId: string,
  who: { readonly number: string; readonly name: string } | { readonly registrationId: number },
): Answer<CertificateItem> => {
  const election = await getElection(ctx, electionId, 'decide')
  if (!election.ok) return election
  const found =
    'number' in who
      ? await findNamed(ctx, election.value, who, 'decide')
      : await findRegistered(ctx, election.value, who.registrationId)
  if (!found.ok) return found
  return requestCertificate(ctx, election.value, { personKey: found.value, to: undefined, via: 'station' })
}

/** A voter's own certificates: those requested, and those accepted. */
export const findMyCertificates = async (ctx: VoterContext): Promise<Mine> => {
  const names = await namesOf(ctx.database, ctx)
  return {
    certificates: (await findOfPerson(ctx.database, ctx.voter.personKey)).map(row => toCertificateItem(row, names, true)),
    accepted: (await findAcceptancesOfPerson(ctx.database, ctx.voter.personKey)).map(toAcceptanceItem),
  }
}

/** All certificates requested in an election, within the actor's area, newest first. */
export const listCertificates = async (ctx: Context, electionId: string, query: CertificateQuery): Answer<CertificatePage> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? ''
  const offset = offsetOf(query.cursor)
  const rows = await findCertificates(ctx.database, electionId, area, { state: query.state, q: query.q, offset }, PAGE + 1)
  const names = await namesOf(ctx.database, ctx)
  const none = { requested: 0, refused: 0, issued: 0, revoked: 0, expired: 0, released: 0, restored: 0 }
  return ok({
    items: rows.slice(0, PAGE).map(row => toCertificateItem(row, names, false)),
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

const signCertificate = async (ctx: Services, row: CertificateRow, election: Election, validUntil: string): Answer<Signed> => {
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

/** Changes one certificate: locks it, runs `work`, and records the audit row with the details that `work` returns. */
const changeCertificate = async (
  ctx: Context,
  { electionId, id }: { readonly electionId: string; readonly id: string },
  action: CertificateAction,
  work: (tx: Sql, row: CertificateRow, at: Date) => Answer<object>,
): Answer<CertificateItem> => {
  const election = await getElection(ctx, electionId, 'decide')
  if (!election.ok) return election
  const found = await findOwnCertificate(ctx, ctx.database, electionId, id)
  if (!found) return failWith('certificate.unknown')
  return write(ctx, { action: `${action} certificate ${id}` }, async (tx, at) => {
    const row = await lockCertificate(tx, id)
    if (!row) return failWith('certificate.unknown')
    const details = await work(tx, row, at)
    if (!details.ok) return details
    const after = await lockCertificate(tx, id)
    if (!after) throw new Error('a certificate disappeared in its own transaction')
    return ok({ answer: toCertificateItem(after, await namesOf(tx, ctx), true), audit: auditOf(row, action, details.value) })
  })
}

/** The last day on which somebody can move by a certificate: the day before polling starts (EL 27). */
const lastDayToMove = ({ pollingDay }: Pick<Election, 'pollingDay'>): string => addDays(pollingDay, -1)

/** Issues a certificate: signed, valid until the given day (default: the day before polling). The registration stays. */
export const issueCertificate = async (
  ctx: Context,
  input: { readonly electionId: string; readonly id: string; readonly validUntil?: string | undefined },
): Answer<CertificateItem> => {
  const election = await getElection(ctx, input.electionId, 'decide')
  if (!election.ok) return election
  const row = await findOwnCertificate(ctx, ctx.database, input.electionId, input.id)
  if (!row) return failWith('certificate.unknown')
  const last = lastDayToMove(election.value)
  const today = chinaDate(ctx.clock.now())
  if (today > last) return failWith('certificate.frozen')
  if (!(await isReconciled(ctx.database))) return failWith('exchange.restored')
  const validUntil = input.validUntil ?? last
  if (validUntil < today || validUntil > last) return fail({ code: 'certificate.validity', field: 'validUntil' })
  // Outside the transaction: the digest is slow by design.
  const made = await signCertificate(ctx, row, election.value, validUntil)
  if (!made.ok) return made
  return changeCertificate(ctx, input, 'issued', async (tx, locked, at) => {
    const next = issue(ledgerOf(locked), validUntil)
    if (!next.ok) return failWith('certificate.state')
    if (!(await isReconciled(tx))) return failWith('exchange.restored')
    if (!canBeCertified(await lockHolding(tx, locked.personKey, locked.round), input.electionId))
      return failWith('certificate.not-registered')
    const { text, issuedOn } = made.value
    await recordLedger(tx, locked, next.value, { actor: ctx.actor.name, at, text, issuedOn })
    return ok({ validUntil })
  })
}

interface Reasoned {
  readonly electionId: string
  readonly id: string
  readonly reason: string
}

/** Records the next state of a certificate with its reason, or fails when the ledger does not allow it. */
const endCertificate = (
  ctx: Context,
  input: Reasoned,
  action: 'refused' | 'revoked',
  change: (ledger: Ledger, reason: string) => Result<Ledger, unknown>,
): Answer<CertificateItem> =>
  changeCertificate(ctx, input, action, async (tx, row, at) => {
    const next = change(ledgerOf(row), input.reason)
    if (!next.ok) return failWith('certificate.state')
    await recordLedger(tx, row, next.value, { actor: ctx.actor.name, at })
    return ok({ reason: input.reason })
  })

/** Refuses a request. */
export const refuseCertificate = (ctx: Context, input: Reasoned): Answer<CertificateItem> =>
  endCertificate(ctx, input, 'refused', refuse)

/** Revokes an issued certificate; fails once the voter was released. */
export const revokeCertificate = (ctx: Context, input: Reasoned): Answer<CertificateItem> =>
  endCertificate(ctx, input, 'revoked', revoke)

/** Counts another print of the same certificate, marked 副本. Its text is the same, so it can be used only once. */
export const reprintCertificate = (
  ctx: Context,
  input: { readonly electionId: string; readonly id: string },
): Answer<CertificateItem> =>
  changeCertificate(ctx, input, 'reprinted', async (tx, row, at) => {
    if (row.state !== 'issued') return failWith('certificate.state')
    const copy = await countCopy(tx, row)
    await insertEvent(tx, row, 'reprinted', ctx.actor.name, at, String(copy))
    return ok({ copy })
  })
