/**
 * The exchange between installations: the place that accepted a certificate claims the voter until it gets an answer; the place of origin
 * answers, and repeats its answer as often as it is asked. Late, repeated or reordered messages never put a voter on two rolls or on none.
 */
import { answerClaim, expire, GRACE_DAYS, type Ledger, receiveMessage, restBefore } from '@mingce/domain/certificate'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { findElectionById } from '../../election/index.ts'
import { chinaDate, readClock } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import { countTold, leaveInstallation, letHeldStand, recordTold, takeHeldBack } from '../../registration/index.ts'
import type { CertificateRefusal } from '../errors.ts'
import {
  type AcceptanceRow,
  type CertificateRow,
  closeMessage,
  findLapsed,
  isAnyDue,
  ledgerOf,
  lockAcceptance,
  lockCertificate,
  postponeMessage,
  queueReturned,
  recordLedger,
  takeDue,
  type WaitingMessage,
  writeAcceptance,
} from '../ledger/index.ts'
import { findKeys, findPartner, ownId, type Services, signingKey } from '../partner/index.ts'
import { EnvelopeSchema } from '../schema.ts'
import { type Envelope, openEnvelope, type ReadMessage, seal } from './schema.envelope.ts'

type Claim = Extract<ReadMessage, { kind: 'claim' }>
type Reply = Exclude<ReadMessage, { kind: 'claim' }>

/** Messages of partners and elapsed deadlines are recorded under this name. */
const SYSTEM = { id: 'mingce', name: 'mingce', role: 'system' }

const auditOf = (
  row: { readonly countyCode: string; readonly certificate: string; readonly electionId: string },
  action: string,
  details: object,
): AuditEntry => ({
  countyCode: row.countyCode,
  action: `certificate.${action}`,
  subject: `certificate/${row.certificate}`,
  details: { election: row.electionId, ...details },
})

/** Writes as the system. There is nothing to refuse: what a partner may not do is an answer. */
const writeAsSystem = async <Answer>(
  services: Services,
  options: { readonly action: string; readonly effect?: 'destroys' },
  work: (tx: Sql, at: Date) => Promise<Written<Answer>>,
): Promise<Answer> => {
  const done = await write<Answer, never>({ ...services, actor: SYSTEM }, options, async (tx, at) => ok(await work(tx, at)))
  return done.ok ? done.value : done.error
}

const GONE = '持证人已不在本地名册上 · no longer on the roll here'

/** So many voters a partner may be told of within an hour; its messages wait and are sent again. */
const TOLD_PER_HOUR = 1_000
const HOUR_MS = 3_600_000

const partnerAccount = (installation: string): string => `partner/${installation}`

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
  await recordLedger(tx, row, ledger, { actor: SYSTEM.name, at, goesTo: place.name })
  // The partner is told that the voter was on the roll here: counted and shown to the voter like a look-up.
  if (left) await recordTold(tx, row.personKey, toldPartner(claim, row, at))
  const details = { to: claim.taker.installation, place: place.name }
  return { ledger, audit: auditOf({ ...row, certificate: row.id }, ledger.state, details) }
}

/** The place of origin: answers a claim with what its ledger and its roll say after it, in one transaction. */
const answerPartner = (services: Services, claim: Claim): Promise<Reply> =>
  writeAsSystem<Reply>(services, { action: `answer claim ${claim.certificate}` }, async (tx, at) => {
    const row = await lockCertificate(tx, claim.certificate)
    const before = row && ledgerOf(row)
    const first = answerClaim(before, claim)
    if (!row || first.ledger === before || !first.ledger) return { answer: first.answer as Reply, audit: [] }
    const { ledger, audit } = await releaseVoter(tx, row, claim, first.ledger, at)
    return { answer: (ledger === first.ledger ? first.answer : answerClaim(ledger, claim).answer) as Reply, audit }
  })

/** Makes a held registration final, or undoes it, as the place of origin answered. */
const settleAcceptance = async (tx: Sql, row: AcceptanceRow, reply: Reply, at: Date): Promise<readonly AuditEntry[]> => {
  const heard = receiveMessage({ state: 'held' }, reply)
  const about = { countyCode: row.countyCode, certificate: row.certificateId, electionId: row.electionId }
  const election = await findElectionById(tx, row.electionId)
  if (!election) throw new Error('the election of a certificate does not exist')
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
  return [auditOf(about, 'returned', { reason: heard.reason, registration: row.registrationId })]
}

/** The place of destination: handles the answer to a claim. A repeated answer changes nothing. False: it belongs to no claim of ours. */
const receiveReply = (services: Services, reply: Reply, from: string, messageId: string): Promise<boolean> =>
  writeAsSystem<boolean>(services, { action: `receive reply ${messageId}` }, async (tx, at) => {
    const row = await lockAcceptance(tx, reply.taker.acceptance)
    if (
      !row ||
      row.issuer !== from ||
      row.certificateId !== reply.certificate ||
      reply.taker.installation !== ownId(services.keys)
    )
      return { answer: false, audit: [] }
    await closeMessage(tx, messageId, at)
    return { answer: true, audit: row.state === 'held' ? await settleAcceptance(tx, row, reply, at) : [] }
  })

/** Answers a partner's claim with a signed envelope. Only the signature says who the sender is. */
export const receiveEnvelope = async (services: Services, envelope: Envelope): Promise<Result<Envelope, CertificateRefusal>> => {
  const self = ownId(services.keys)
  const message = openEnvelope(envelope, self, await findKeys(services.database, envelope.from))
  if (message?.kind !== 'claim' || message.taker.installation !== envelope.from) return fail({ code: 'exchange.refused' })
  const { database, clock } = services
  const hourAgo = new Date(clock.now().getTime() - HOUR_MS)
  if ((await countTold(database, partnerAccount(envelope.from), hourAgo)) >= TOLD_PER_HOUR)
    return fail({ code: 'request.too-many' })
  const reply = await answerPartner(services, message)
  return ok(seal(reply, { from: self, to: envelope.from, at: services.clock.now() }, await signingKey(services)))
}

export interface Delivery {
  readonly fetch?: typeof fetch
  readonly limitMs?: number
}

const LIMIT_MS = 10_000
const TAKEN_FOR_MS = 30_000
const BATCH = 20

/** Sends one message; returns why it stays unanswered, or null. */
const deliver = async (services: Services, waiting: WaitingMessage, options: Delivery): Promise<string | null> => {
  const partner = await findPartner(services.database, waiting.partnerId)
  if (!partner) return 'partner-unknown'
  if (partner.url === null) return 'no-address'
  const self = ownId(services.keys)
  const message = JSON.parse(waiting.body)
  const envelope = seal(
    message,
    { from: self, to: partner.id, id: waiting.id, at: services.clock.now() },
    await signingKey(services),
  )
  let text: string
  try {
    const response = await (options.fetch ?? fetch)(new URL('/api/exchange', partner.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(envelope),
      redirect: 'error',
      signal: AbortSignal.timeout(options.limitMs ?? LIMIT_MS),
    })
    text = await response.text()
    if (!response.ok) return `http-${response.status}`
  } catch {
    return 'unreachable'
  }
  let reply: ReturnType<typeof EnvelopeSchema.safeParse>
  try {
    reply = EnvelopeSchema.safeParse(JSON.parse(text))
  } catch {
    return 'unreadable'
  }
  if (!reply.success || reply.data.from !== partner.id) return 'unreadable'
  const heard = openEnvelope(reply.data, self, await findKeys(services.database, partner.id))
  if (!heard || heard.kind === 'claim') return 'not-signed'
  return (await receiveReply(services, heard, partner.id, waiting.id)) ? null : 'not-ours'
}

/** Sends what is due. The delay before an unanswered message is sent again grows up to an hour; it is never dropped. */
export const deliverDue = async (services: Services, options: Delivery = {}): Promise<{ answered: number; waiting: number }> => {
  const { database, clock } = services
  const now = clock.now()
  const due = await database.transaction(tx => takeDue(tx, now, new Date(now.getTime() + TAKEN_FOR_MS), BATCH))
  let answered = 0
  for (const message of due) {
    const trouble = await deliver(services, message, options)
    if (trouble === null) answered += 1
    else
      await postponeMessage(database, message.id, new Date(clock.now().getTime() + restBefore(message.attempts) * 1_000), trouble)
  }
  return { answered, waiting: due.length - answered }
}

const DAY_MS = 86_400_000
const daysAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** Expires issued certificates after their last day and the days of grace; not while the clock is in doubt. Returns how many. */
export const expireLapsed = async (services: Services): Promise<number> => {
  const at = services.clock.now()
  if ((await readClock(services.database, at)).doubt !== null) return 0
  const today = chinaDate(at)
  let ended = 0
  for (const { id } of await findLapsed(services.database, daysAfter(today, -GRACE_DAYS)))
    ended += await writeAsSystem<number>(services, { action: `expire certificate ${id}`, effect: 'destroys' }, async tx => {
      const row = await lockCertificate(tx, id)
      if (!row) return { answer: 0, audit: [] }
      const next = expire(ledgerOf(row), daysAfter(row.validUntil ?? today, GRACE_DAYS), today)
      if (!next.ok) return { answer: 0, audit: [] }
      await recordLedger(tx, row, next.value, { actor: SYSTEM.name, at })
      return { answer: 1, audit: auditOf({ ...row, certificate: id }, 'expired', {}) }
    })
  return ended
}

const JOB = 'exchange'
/** How often the outbox is checked. */
const CHECK_MS = 5_000

/** Checks at intervals whether messages are due, and sends them in a job. Must be called before the jobs start. */
export const openExchange = (
  jobs: Jobs,
  services: Services & Pick<Context, 'log'>,
  checkMs: number = CHECK_MS,
): { start(): void; stop(): Promise<void> } => {
  jobs.work(JOB, async (_, run) => {
    const done = { answered: 0, waiting: 0, expired: await expireLapsed(services) }
    for (;;) {
      run.signal.throwIfAborted()
      const { answered, waiting } = await deliverDue(services)
      done.answered += answered
      done.waiting += waiting
      if (answered + waiting < BATCH) return done
    }
  })
  let timer: NodeJS.Timeout | undefined
  let checking: Promise<unknown> = Promise.resolve()
  let checkedOn = ''
  const check = async () => {
    const today = chinaDate(services.clock.now())
    if (today === checkedOn && !(await isAnyDue(services.database, services.clock.now()))) return
    checkedOn = today
    await jobs.send(JOB, {}, { singletonKey: JOB })
  }
  return {
    start() {
      timer = setInterval(() => {
        checking = check().catch(error => services.log.error({ err: error }, 'exchange'))
      }, checkMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await checking
    },
  }
}
