/**
 * The place of destination: verifies a certificate offline, and takes it. From a place of the same installation the voter comes over in that
 * one transaction; from another installation the registration is held, with the claim, and the place of origin is asked.
 */
import { randomUUID } from 'node:crypto'
import {
  type Certificate,
  type CertificateError,
  judgeCertificate,
  type Message,
  type Presented,
  readQrText,
} from '@mingce/domain/certificate'
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
import {
  findTaken,
  insertAcceptance,
  insertMessage,
  keepBooks,
  ledgerOf,
  lockCertificate,
  personDigest,
  shownAcceptance,
} from '../ledger/index.ts'
import { findKeys, isSigned, ownId, type Services } from '../partner/index.ts'
import type { AcceptAtStation, Accepted, AcceptMine, Verified } from '../schema.ts'

type Answer<T> = Promise<Result<T, CertificateRefusal>>

const decode = (part: string): string => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'))

export const readCertificate = (text: string): Result<Presented, CertificateError> => readQrText(text, decode)

/** Verifies a certificate, and whether it was taken here already. The registry of partners is asked, and nobody else: it works offline. */
export const verifyCertificate = async (
  ctx: Context,
  input: { readonly text: string; readonly electionId?: string | undefined },
): Answer<Verified> => {
  const read = readCertificate(input.text)
  if (!read.ok) return read
  let { round } = read.value.certificate
  if (input.electionId !== undefined) {
    const election = await getElection(ctx, input.electionId)
    if (!election.ok) return election
    round = election.value.round
  }
  const keys = await findKeys(ctx.database)
  const judged = judgeCertificate(read.value, { keys, verify: isSigned, round, today: chinaDate(ctx.clock.now()), person: null })
  if (!judged.ok) return judged
  const { salt: _, person: __, ...certificate } = judged.value
  return ok({ ...certificate, taken: (await findTaken(ctx.database, certificate.id)) !== undefined })
}

/** Ends the transaction of the registration: another took the certificate first, or it ended. */
class NotToBeTaken extends Error {
  readonly code: CertificateFailure
  constructor(code: CertificateFailure) {
    super(code)
    this.code = code
  }
}

interface Taking {
  readonly frame: Frame
  readonly certificate: Certificate
  readonly personKey: string
  readonly community: string
  readonly by: { readonly name: string; readonly role: string; readonly requestId: string | undefined }
}

/** What is written with the registration: the acceptance, and the ledger here or the claim on its way there. */
const writeWith = (services: Services, taking: Taking, isOwn: boolean): ByCertificate['write'] => {
  const { frame, certificate, community, personKey, by } = taking
  const id = randomUUID()
  return async (tx: Sql, own, left) => {
    const at = services.clock.now()
    const takenOn = chinaDate(at)
    const taker = { installation: ownId(services.keys), acceptance: id }
    if (isOwn) {
      const row = await lockCertificate(tx, certificate.id)
      const ledger = row && ledgerOf(row)
      if (!row || ledger?.state !== 'issued' || takenOn > ledger.validUntil)
        throw new NotToBeTaken(ledger?.state === 'released' ? 'certificate.used' : 'certificate.state')
      // The registration that was left is the one the certificate was given for, or has taken its place since.
      if (!left) throw new NotToBeTaken('certificate.not-registered')
      await keepBooks(tx, row, { state: 'released', to: taker }, { actor: by.name, at })
    } else {
      const message: Message = {
        kind: 'claim',
        certificate: certificate.id,
        taker,
        takenOn,
        place: { code: own.countyCode, name: frame.election.areaName },
      }
      await insertMessage(tx, { id: randomUUID(), partnerId: certificate.issuer, body: JSON.stringify(message) }, at)
    }
    if (await findTaken(tx, certificate.id)) throw new NotToBeTaken('certificate.used')
    await insertAcceptance(tx, {
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
      state: isOwn ? 'final' : 'held',
      takenOn,
      takenAt: at,
      takenBy: by.name,
      leftCounty: isOwn ? null : (left?.countyCode ?? null),
      leftId: isOwn ? null : (left?.registrationId ?? null),
    })
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

type Person = Pick<CertifiedEntry, 'name' | 'number' | 'community' | 'basis' | 'evidence' | 'account' | 'channel'>

const accept = async (
  services: Services & Pick<Context, 'log'>,
  electionId: string,
  text: string,
  person: Person,
  by: Taking['by'],
): Answer<Accepted> => {
  const opened = await openFrame(services, electionId)
  if (!opened.ok) return opened
  const frame = opened.value
  const read = readCertificate(text)
  if (!read.ok) return read
  const name = normalizePersonName(person.name)
  const number = readResidentId(person.number, { isCurrentCounty: () => true })
  if (number.kind !== 'ok') return fail({ code: 'identity.invalid', field: 'number' })
  const judged = judgeCertificate(read.value, {
    keys: await findKeys(services.database),
    verify: isSigned,
    round: frame.election.round,
    today: chinaDate(services.clock.now()),
    person: await personDigest(number.number, name, read.value.certificate.salt),
  })
  if (!judged.ok) return judged
  const certificate = judged.value
  const personKey = services.keys.personKey(number.number)
  const isOwn = certificate.issuer === ownId(services.keys)
  // Taken before by the same voter: a retry, or a second scan, is answered and changes nothing.
  const taken = await findTaken(services.database, certificate.id)
  if (taken) {
    if (taken.personKey !== personKey || taken.electionId !== electionId) return fail({ code: 'certificate.used' })
    return ok({ acceptance: shownAcceptance(taken), registration: null })
  }
  const holding = await findHolding(services.database, personKey, frame.election.round)
  if (isOwn && !holding) return fail({ code: 'certificate.not-registered' })
  const taking: Taking = { frame, certificate, personKey, community: person.community, by }
  try {
    const registered = await registerCertified(services, {
      ...person,
      name,
      number: number.number,
      frame,
      requestId: by.requestId,
      actor: by,
      certificate: { leaves: isOwn ? 'standing' : 'elsewhere', held: !isOwn, write: writeWith(services, taking, isOwn) },
    })
    if (!registered.ok) return registered
    const { outcome, registration } = registered.value
    const acceptance = await findTaken(services.database, certificate.id)
    if (acceptance?.personKey === personKey) return ok({ acceptance: shownAcceptance(acceptance), registration })
    if (outcome === 'refused') return fail({ code: 'certificate.not-eligible', text: refusalText(registered.value.findings) })
    return fail({ code: outcome === 'elsewhere' ? 'certificate.stands-elsewhere' : 'certificate.already-here' })
  } catch (error) {
    if (error instanceof NotToBeTaken) return fail({ code: error.code })
    throw error
  }
}

const refusalText = (findings: readonly { readonly title: { readonly zh: string; readonly en: string } }[]) => ({
  zh: `按登记规则不能在此登记：${findings.map(f => f.title.zh).join('；')}。证明未使用`,
  en: `The rules do not let this person register here: ${findings.map(f => f.title.en).join('; ')}. The certificate was not used`,
})

/** The voter takes the own certificate along: number and name are those of the login. */
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
      account: ctx.voter.personKey,
      channel: 'online',
    },
    { name: ctx.voter.name, role: 'voter', requestId: ctx.requestId },
  )

/** At a station: the worker scans the QR and reads name and number from the ID card. */
export const acceptAtStation = async (ctx: Context, electionId: string, input: AcceptAtStation): Answer<Accepted> => {
  const election = await getElection(ctx, electionId, 'register')
  if (!election.ok) return election
  const allowed = authorise(ctx.actor, 'register', input.community)
  if (!allowed.ok) return allowed
  const { text, ...person } = input
  const by = { name: ctx.actor.name, role: ctx.actor.role, requestId: ctx.requestId }
  return accept(ctx, electionId, text, { ...person, account: ctx.actor.id, channel: 'station' }, by)
}
