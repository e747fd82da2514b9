/** What messages between installations and elapsed deadlines do to the ledgers and the roll, each in one transaction. */
import { answerClaim, answerGiveBack, expire, GRACE_DAYS, type Ledger, receiveMessage } from '@mingce/domain/certificate'
import { ok } from '@mingce/domain/result'
import { findElectionById } from '../../election/index.ts'
import { chinaDate, readClock } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import { comeBack, leaveInstallation, letHeldStand, recordTold, takeHeldBack } from '../../registration/index.ts'
import { isPolling } from '../accept/index.ts'
import {
  type AcceptanceRow,
  type CertificateRow,
  closeMessage,
  findLapsed,
  ledgerOf,
  lockAcceptance,
  lockCertificate,
  lockLastLeft,
  queueReturned,
  recordLedger,
  writeAcceptance,
} from '../ledger/index.ts'
import { ownId, type Services } from '../partner/index.ts'
import type { ReadMessage } from './schema.envelope.ts'

type Claim = Extract<ReadMessage, { kind: 'claim' }>
type GiveBack = Extract<ReadMessage, { kind: 'giveBack' }>
export type Reply = Extract<ReadMessage, { kind: 'released' | 'declined' | 'restored' }>

/** Messages of partners and elapsed deadlines are recorded under this name. */
export const SYSTEM = { id: 'mingce', name: 'mingce', role: 'system' }

/** What happens to a certificate, as the audit trail names it. */
type CertificateAction = AuditEntry['action'] extends infer A ? (A extends `certificate.${infer Name}` ? Name : never) : never

const auditOf = (
  row: { readonly countyCode: string; readonly certificate: string; readonly electionId: string },
  action: CertificateAction,
  details: object,
): AuditEntry => ({
  countyCode: row.countyCode,
  action: `certificate.${action}`,
  subject: `certificate/${row.certificate}`,
  details: { election: row.electionId, ...details },
})

/** Writes as the system. There is nothing to refuse: what a partner may not do is an answer. */
export const writeAsSystem = async <Answer>(
  services: Services,
  options: { readonly action: string; readonly effect?: 'destroys' },
  work: (tx: Sql, at: Date) => Promise<Written<Answer>>,
): Promise<Answer> => {
  const done = await write<Answer, never>({ ...services, actor: SYSTEM }, options, async (tx, at) => ok(await work(tx, at)))
  return done.ok ? done.value : done.error
}

const GONE = '持证人已不在本地名册上 · no longer on the roll here'

export const partnerAccount = (installation: string): string => `partner/${installation}`

const toldPartner = (claim: Claim, row: CertificateRow, at: Date) => ({
  account: partnerAccount(claim.taker.installation),
  role: 'district',
  office: claim.place.code,
  channel: 'exchange',
  electionId: row.electionId,
  at,
})

/** Releases the voter of a certificate; when no registration here holds them any more, the certificate is revoked instead. */
const releaseVoter = async (
  tx: Sql,
  row: CertificateRow,
  claim: Claim,
  released: Ledger,
  at: Date,
): Promise<{ readonly ledger: Ledger; readonly audit: AuditEntry }> => {
  const { place } = claim
  const left = await leaveInstallation(tx, {
    personKey: row.personKey,
    round: row.round,
    toCounty: place.code.slice(0, 6),
    reason: `资格证明 ${row.id}：${place.name}`,
    at,
  })
  const ledger: Ledger = left ? released : { state: 'revoked', reason: GONE }
  await recordLedger(tx, row, ledger, { actor: SYSTEM.name, at, goesTo: place.name, left: left ?? null })
  // The partner is told that the voter was on the roll here: counted and shown to the voter like a look-up.
  if (left) await recordTold(tx, row.personKey, toldPartner(claim, row, at))
  const details = { to: claim.taker.installation, place: place.name }
  return { ledger, audit: auditOf({ ...row, certificate: row.id }, ledger.state, details) }
}

/** The place of origin: answers a claim with what its ledger and its roll say after it, in one transaction. */
export const answerPartner = (services: Services, claim: Claim): Promise<Reply> =>
  writeAsSystem<Reply>(services, { action: `answer claim ${claim.certificate}` }, async (tx, at) => {
    const row = await lockCertificate(tx, claim.certificate)
    const before = row && ledgerOf(row)
    const election = row && (await findElectionById(tx, row.electionId))
    const first = answerClaim(before, claim, election !== undefined && isPolling(election, at))
    if (!row || first.ledger === before || !first.ledger) return { answer: first.answer as Reply, audit: [] }
    const { ledger, audit } = await releaseVoter(tx, row, claim, first.ledger, at)
    return { answer: (ledger === first.ledger ? first.answer : answerClaim(ledger, claim).answer) as Reply, audit }
  })

/** The place of origin: takes a voter back whom the place of destination refused. Their registration is as it was when they left. */
export const takeBack = (services: Services, message: GiveBack): Promise<Reply> =>
  writeAsSystem<Reply>(services, { action: `take back ${message.certificate}` }, async (tx, at) => {
    const row = await lockCertificate(tx, message.certificate)
    const before = row && ledgerOf(row)
    const { ledger, answer } = answerGiveBack(before, message)
    if (!row || !ledger || ledger === before) return { answer: answer as Reply, audit: [] }
    const election = await findElectionById(tx, row.electionId)
    if (!election) throw new Error('the election of a certificate does not exist')
    const left =
      row.leftCounty === null || row.leftId === null ? null : { countyCode: row.leftCounty, registrationId: row.leftId }
    const by = { actor: SYSTEM.name, at, reason: `资格证明 ${row.id}：现住地未予登记` }
    const back = left !== null && (await comeBack(tx, election, { ...left, personKey: row.personKey }, by))
    await recordLedger(tx, row, ledger, { actor: SYSTEM.name, at })
    const details = { from: message.taker.installation, restored: back }
    return { answer: answer as Reply, audit: auditOf({ ...row, certificate: row.id }, 'restored', details) }
  })

/** Makes a held registration final, or undoes it, as the place of origin answered. */
const settleAcceptance = async (
  tx: Sql,
  row: AcceptanceRow,
  waits: 'held' | 'giving-back',
  reply: Reply,
  at: Date,
): Promise<readonly AuditEntry[]> => {
  const heard = receiveMessage({ state: waits }, reply)
  const about = { countyCode: row.countyCode, certificate: row.certificateId, electionId: row.electionId }
  const election = await findElectionById(tx, row.electionId)
  if (!election) throw new Error('the election of a certificate does not exist')
  if (heard.state === 'given-back') {
    await writeAcceptance(tx, row, 'given-back', null)
    return [auditOf(about, 'given-back', { registration: row.registrationId })]
  }
  if (heard.state === 'final') {
    await writeAcceptance(tx, row, 'final', null)
    await letHeldStand(tx, election, row, row.personKey, at)
    return [auditOf(about, 'final', { registration: row.registrationId })]
  }
  if (heard.state !== 'returned') return []
  await writeAcceptance(tx, row, 'returned', heard.reason)
  const left = row.leftCounty === null || row.leftId === null ? null : { countyCode: row.leftCounty, registrationId: row.leftId }
  await takeHeldBack(tx, { ...row, left }, `certificate ${heard.reason}`, at)
  await queueReturned(tx, row, election, heard.reason, at)
  const returned = auditOf(about, 'returned', { reason: heard.reason, registration: row.registrationId })
  return [returned, ...(await comeBackLate(tx, row, at))]
}

/**
 * A voter whom the partner gave back while an arrival here still held them: what they had left is theirs again once the arrival is returned.
 * `takeBack` recorded that they are back, and could not give the registration back then.
 */
const comeBackLate = async (tx: Sql, { personKey, round }: AcceptanceRow, at: Date): Promise<readonly AuditEntry[]> => {
  const row = await lockLastLeft(tx, personKey, round)
  if (row?.state !== 'restored' || row.leftCounty === null || row.leftId === null) return []
  const election = await findElectionById(tx, row.electionId)
  if (!election) throw new Error('the election of a certificate does not exist')
  const left = { personKey, countyCode: row.leftCounty, registrationId: row.leftId }
  const reason = `资格证明 ${row.id}：现住地未予登记`
  const back = await comeBack(tx, election, left, { actor: SYSTEM.name, at, reason })
  return back ? [auditOf({ ...row, certificate: row.id }, 'restored', { registration: row.leftId, restored: true })] : []
}

const isWaiting = (state: AcceptanceRow['state']): state is 'held' | 'giving-back' => state === 'held' || state === 'giving-back'

/** The place of destination: handles the answer to a claim. A repeated answer changes nothing. False: it belongs to no claim of ours. */
export const receiveReply = (services: Services, reply: Reply, from: string, messageId: string): Promise<boolean> =>
  writeAsSystem<boolean>(services, { action: `receive reply ${messageId}` }, async (tx, at) => {
    const row = await lockAcceptance(tx, reply.taker.acceptance)
    // The acceptance was lost in a restore, and the partner has the voter again.
    if (!row && reply.kind !== 'released') {
      await closeMessage(tx, messageId, at)
      return { answer: true, audit: [] }
    }
    if (
      !row ||
      row.issuer !== from ||
      row.certificateId !== reply.certificate ||
      reply.taker.installation !== ownId(services.keys)
    )
      return { answer: false, audit: [] }
    await closeMessage(tx, messageId, at)
    return { answer: true, audit: isWaiting(row.state) ? await settleAcceptance(tx, row, row.state, reply, at) : [] }
  })

const DAY_MS = 86_400_000
const daysAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** Expires issued certificates after their last day and the days of grace; not while the clock is in doubt. Returns how many. */
export const expireLapsed = async (services: Services): Promise<number> => {
  const at = services.clock.now()
  if ((await readClock(services.database, at)).doubt !== null) return 0
  const today = chinaDate(at)
  let ended = 0
  for (const { id } of await findLapsed(services.database, daysAfter(today, -GRACE_DAYS))) {
    const count = await writeAsSystem<number>(services, { action: `expire certificate ${id}`, effect: 'destroys' }, async tx => {
      const row = await lockCertificate(tx, id)
      if (!row) return { answer: 0, audit: [] }
      const next = expire(ledgerOf(row), daysAfter(row.validUntil ?? today, GRACE_DAYS), today)
      if (!next.ok) return { answer: 0, audit: [] }
      await recordLedger(tx, row, next.value, { actor: SYSTEM.name, at })
      return { answer: 1, audit: auditOf({ ...row, certificate: id }, 'expired', {}) }
    })
    ended += count
  }
  return ended
}
