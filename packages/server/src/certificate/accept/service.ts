/**
 * The place of destination: verifies a certificate offline, and accepts it. Within the same installation the voter moves in one transaction;
 * from another installation the registration is held, and a claim is sent to the place of origin.
 */
import { randomUUID } from 'node:crypto'
import {
  type Certificate,
  type CertificateError,
  judgeCertificate,
  type Message,
  type PresentedCertificate,
  readQrText,
} from '@mingce/domain/certificate'
import { CERTIFIED, CERTIFIED_OUTSIDE } from '@mingce/domain/registration'
import { fail, ok, type Result } from '@mingce/domain/result'
import { normalizePersonName, readResidentId } from '@mingce/domain/standards'
import type { Context, VoterContext } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import {
  type ByCertificate,
  type CertifiedEntry,
  type Frame,
  findHolding,
  openFrame,
  registerCertified,
} from '../../registration/index.ts'
import type { CertificateFailure, CertificateRefusal } from '../errors.ts'
import { findTaken, insertAcceptance, ledgerOf, lockCertificate, personDigest, toAcceptanceItem } from '../ledger/index.ts'
import { findKeys, findRounds, isReconciled, isSigned, ownId, type Services } from '../partner/index.ts'
import type { AcceptAtStation, Accepted, AcceptMine, Verified } from '../schema.ts'
import { isPolling, queueClaim, releaseHere } from './service.arrivals.ts'

type Answer<T> = Promise<Result<T, CertificateRefusal>>

const decode = (part: string): string => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'))

export const readCertificate = (text: string): Result<PresentedCertificate, CertificateError> => readQrText(text, decode)

/** Verifies a certificate, and whether it was accepted here already. Only the stored keys of partners are used: it works offline. */
export const verifyCertificate = async (
  ctx: Context,
  input: { readonly text: string; readonly electionId?: string | undefined },
): Answer<Verified> => {
  const read = readCertificate(input.text)
  if (!read.ok) return read
  const { issuer } = read.value.certificate
  let rounds: readonly string[] = [read.value.certificate.round]
  if (input.electionId !== undefined) {
    const election = await getElection(ctx, input.electionId)
    if (!election.ok) return election
    rounds = await findRounds(ctx.database, issuer, election.value.round)
  }
  const keys = await findKeys(ctx.database)
  const judged = judgeCertificate(read.value, { keys, verify: isSigned, rounds, today: chinaDate(ctx.clock.now()), person: null })
  if (!judged.ok) return judged
  const { salt: _, person: __, ...certificate } = judged.value
  return ok({ ...certificate, taken: (await findTaken(ctx.database, certificate.id)) !== undefined })
}

/**
 * Rolls back the transaction of the registration, which belongs to the module registration: the certificate was used first by another
 * request, or is no longer valid.
 */
class CertificateUnusable extends Error {
  readonly code: CertificateFailure
  constructor(code: CertificateFailure) {
    super(code)
    this.code = code
  }
}

interface Acceptance {
  readonly frame: Frame
  readonly certificate: Certificate
  readonly personKey: string
  readonly community: string
  readonly by: { readonly name: string; readonly role: string; readonly requestId: string | undefined }
  /** Issued by this installation. */
  readonly isOwn: boolean
  /** The text of the certificate. */
  readonly presented: string
}

type Left = Parameters<ByCertificate['write']>[2]

/** Releases the voter in this installation's own ledger. */
const release = async (
  tx: Sql,
  { certificate, by }: Acceptance,
  taker: Message['taker'],
  left: Left,
  at: Date,
): Promise<void> => {
  // The registration that is left is the one the certificate was issued for, or has replaced it since.
  if (!left) throw new CertificateUnusable('certificate.not-registered')
  const done = await releaseHere(tx, certificate.id, taker, left, { actor: by.name, at })
  if (done !== 'released') throw new CertificateUnusable(done === 'used' ? 'certificate.used' : 'certificate.state')
}

/** The certificate of an arrival that an officer decides on first must be one that is issued. */
const checkIssued = async (tx: Sql, certificate: Certificate): Promise<void> => {
  const row = await lockCertificate(tx, certificate.id)
  if (!row || ledgerOf(row).state !== 'issued')
    throw new CertificateUnusable(
      row?.state === 'released' || row?.state === 'restored' ? 'certificate.used' : 'certificate.state',
    )
}

type NewAcceptance = Parameters<typeof insertAcceptance>[1]
type Registered = Parameters<ByCertificate['write']>[1]

interface Taking {
  readonly id: string
  readonly own: Registered
  readonly left: Left
  /** Until an officer has accepted the voter here. */
  readonly waits: boolean
  readonly at: Date
}

const stateOf = (waits: boolean, isOwn: boolean): NewAcceptance['state'] => {
  if (waits) return 'review'
  return isOwn ? 'final' : 'held'
}

/** The row of an acceptance as it is saved. */
const toRow = (
  { frame, certificate, community, personKey, by, isOwn, presented }: Acceptance,
  { id, own, left, waits, at }: Taking,
): NewAcceptance => ({
  countyCode: own.countyCode,
  id,
  electionId: frame.election.id,
  round: frame.election.round,
  personKey,
  registrationId: own.registrationId,
  certificateId: certificate.id,
  issuer: certificate.issuer,
  fromCode: certificate.from.code,
  fromName: certificate.from.name,
  name: own.name,
  areaCode: community,
  state: stateOf(waits, isOwn),
  takenOn: chinaDate(at),
  takenAt: at,
  takenBy: by.name,
  leftCounty: left?.countyCode ?? null,
  leftId: left?.registrationId ?? null,
  presented,
})

/** What is written with the registration: the acceptance, and either the release in the ledger here or the claim to the issuer. */
const writeWith = (services: Services, acceptance: Acceptance): ByCertificate['write'] => {
  const { frame, certificate, by, isOwn } = acceptance
  const id = randomUUID()
  return async (tx: Sql, own, left) => {
    const at = services.clock.now()
    const taker = { installation: ownId(services.keys), acceptance: id }
    // Reviewed first: the voter stays where they are until an officer has accepted them here.
    const waits = own.status === 'review' && (!isOwn || left === null)
    if (isOwn) await (waits ? checkIssued(tx, certificate) : release(tx, acceptance, taker, left, at))
    if (await findTaken(tx, certificate.id)) throw new CertificateUnusable('certificate.used')
    const row = toRow(acceptance, { id, own, left, waits, at })
    await insertAcceptance(tx, row)
    if (!isOwn && !waits) await queueClaim(tx, services, row, frame.election, at)
    await recordAudit(tx, {
      countyCode: own.countyCode,
      at,
      actor: by.name,
      role: by.role,
      action: 'certificate.taken',
      subject: `certificate/${certificate.id}`,
      details: { election: frame.election.id, issuer: certificate.issuer, registration: own.registrationId },
      requestId: by.requestId,
    })
  }
}

type Person = Pick<
  CertifiedEntry,
  | 'name'
  | 'number'
  | 'community'
  | 'basis'
  | 'evidence'
  | 'livesHereSince'
  | 'contractFrom'
  | 'contractUntil'
  | 'account'
  | 'channel'
>

/** Reads a certificate and verifies that it is valid today, for this election's round and for this person. */
const readValid = async (
  services: Services,
  frame: Frame,
  text: string,
  person: Pick<Person, 'name' | 'number'>,
): Answer<{ readonly certificate: Certificate; readonly name: string; readonly number: string }> => {
  const read = readCertificate(text)
  if (!read.ok) return read
  const name = normalizePersonName(person.name)
  const id = readResidentId(person.number, { isCurrentCounty: () => true })
  if (id.kind !== 'ok') return fail({ code: 'identity.invalid', field: 'number' })
  const judged = judgeCertificate(read.value, {
    keys: await findKeys(services.database),
    verify: isSigned,
    rounds: await findRounds(services.database, read.value.certificate.issuer, frame.election.round),
    today: chinaDate(services.clock.now()),
    person: await personDigest(id.number, name, read.value.certificate.salt),
  })
  return judged.ok ? ok({ certificate: judged.value, name, number: id.number }) : judged
}

/** Registers the holder of a certificate; answers what became of the certificate. */
const registerHolder = async (
  services: Services & Pick<Context, 'log'>,
  acceptance: Acceptance,
  person: Person,
): Answer<Accepted> => {
  const { frame, certificate, personKey, by, isOwn } = acceptance
  try {
    const registered = await registerCertified(services, {
      ...person,
      frame,
      requestId: by.requestId,
      actor: by,
      certificate: {
        origin: isOwn ? 'here' : 'elsewhere',
        proof: certificate.from.code.startsWith(frame.scope(null).homePrefix) ? CERTIFIED : CERTIFIED | CERTIFIED_OUTSIDE,
        write: writeWith(services, acceptance),
      },
    })
    if (!registered.ok) return registered
    const { outcome, registration } = registered.value
    const saved = await findTaken(services.database, certificate.id)
    if (saved?.personKey === personKey) return ok({ acceptance: toAcceptanceItem(saved), registration })
    if (outcome === 'refused') return fail({ code: 'certificate.not-eligible', text: refusalText(registered.value.findings) })
    return fail({ code: outcome === 'elsewhere' ? 'certificate.stands-elsewhere' : 'certificate.already-here' })
  } catch (error) {
    if (error instanceof CertificateUnusable) return fail({ code: error.code })
    throw error
  }
}

const accept = async (
  services: Services & Pick<Context, 'log'>,
  electionId: string,
  text: string,
  person: Person,
  by: Acceptance['by'],
): Answer<Accepted> => {
  const opened = await openFrame(services, electionId)
  if (!opened.ok) return opened
  const frame = opened.value
  if (isPolling(frame.election, services.clock.now())) return fail({ code: 'certificate.frozen' })
  if (!(await isReconciled(services.database))) return fail({ code: 'exchange.restored' })
  const valid = await readValid(services, frame, text, person)
  if (!valid.ok) return valid
  const { certificate, name, number } = valid.value
  const personKey = services.keys.personKey(number)
  const isOwn = certificate.issuer === ownId(services.keys)
  // Accepted before for the same voter: a retry, or a second scan, gets the same answer and changes nothing.
  const taken = await findTaken(services.database, certificate.id)
  if (taken) {
    if (taken.personKey !== personKey || taken.electionId !== electionId) return fail({ code: 'certificate.used' })
    return ok({ acceptance: toAcceptanceItem(taken), registration: null })
  }
  if (isOwn && !(await findHolding(services.database, personKey, frame.election.round)))
    return fail({ code: 'certificate.not-registered' })
  const acceptance: Acceptance = {
    frame,
    certificate,
    personKey,
    community: person.community,
    by,
    isOwn,
    presented: text.replace(/\s+/g, ''),
  }
  return registerHolder(services, acceptance, { ...person, name, number })
}

const refusalText = (findings: readonly { readonly title: { readonly zh: string; readonly en: string } }[]) => ({
  zh: `按登记规则不能在此登记：${findings.map(f => f.title.zh).join('；')}。证明未使用`,
  en: `The rules do not let this person register here: ${findings.map(f => f.title.en).join('; ')}. The certificate was not used`,
})

/** A voter uses their own certificate: number and name are those of the login. */
export const acceptMyCertificate = (ctx: VoterContext, input: AcceptMine): Answer<Accepted> =>
  accept(
    ctx,
    input.electionId,
    input.text,
    {
      name: ctx.voter.name,
      number: ctx.keys.openPersonKey(ctx.voter.personKey),
      community: input.community,
      basis: input.basis,
      evidence: input.evidence,
      livesHereSince: input.livesHereSince,
      contractFrom: input.contractFrom,
      contractUntil: input.contractUntil,
      account: ctx.voter.personKey,
      channel: 'online',
    },
    { name: ctx.voter.name, role: 'voter', requestId: ctx.requestId },
  )

/** Accepts a certificate at a station: the worker scans the QR code, and reads name and number from the ID card. */
export const acceptAtStation = async (ctx: Context, electionId: string, input: AcceptAtStation): Answer<Accepted> => {
  const election = await getElection(ctx, electionId, 'register')
  if (!election.ok) return election
  const allowed = authorise(ctx.actor, 'register', input.community)
  if (!allowed.ok) return allowed
  const { text, ...person } = input
  const by = { name: ctx.actor.name, role: ctx.actor.role, requestId: ctx.requestId }
  return accept(ctx, electionId, text, { ...person, account: ctx.actor.id, channel: 'station' }, by)
}
