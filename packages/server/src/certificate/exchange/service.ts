/**
 * What installations tell each other of a certificate: the place that took it claims the voter until it is answered; the place of origin
 * answers, and answers alike however often it is asked. Whatever is late, doubled or out of order, nobody is on two rolls or on none.
 */
import { answerClaim, expire, GRACE_DAYS, hear, type Ledger, restBefore } from '@mingce/domain/certificate'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { findElectionById } from '../../election/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { leaveInstallation, letHeldStand, takeHeldBack } from '../../registration/index.ts'
import type { CertificateRefusal } from '../errors.ts'
import {
  type CertificateRow,
  closeMessage,
  findLapsed,
  isAnyDue,
  keepBooks,
  ledgerOf,
  lockAcceptance,
  lockCertificate,
  postponeMessage,
  takeDue,
  tellReturned,
  type WaitingMessage,
  writeAcceptance,
} from '../ledger/index.ts'
import { findKeys, findPartner, ownId, type Services, signingKey } from '../partner/index.ts'
import { EnvelopeSchema } from '../schema.ts'
import { type Envelope, openEnvelope, type ReadMessage, seal } from './schema.envelope.ts'

type Claim = Extract<ReadMessage, { kind: 'claim' }>
type Reply = Exclude<ReadMessage, { kind: 'claim' }>

const audit = (
  tx: Sql,
  at: Date,
  row: { countyCode: string; certificate: string; electionId: string },
  action: string,
  details: object,
) =>
  recordAudit(tx, {
    countyCode: row.countyCode,
    at,
    actor: 'mingce',
    role: 'system',
    action: `certificate.${action}`,
    subject: `certificate/${row.certificate}`,
    details: { election: row.electionId, ...details },
  })

const GONE = '持证人已不在本地名册上 · no longer on the roll here'

/** Lets go of the voter of a certificate; when nothing here holds them any more the certificate is void. */
const letGo = async (tx: Sql, row: CertificateRow, claim: Claim, released: Ledger, at: Date): Promise<Ledger> => {
  const { place } = claim
  const left = await leaveInstallation(tx, {
    personKey: row.personKey,
    round: row.round,
    toCounty: place.code.slice(0, 6),
    reason: `资格证明 ${row.id}：${place.name}`,
    at,
  })
  const ledger: Ledger = left ? released : { state: 'revoked', reason: GONE }
  await keepBooks(tx, row, ledger, { actor: 'mingce', at, goesTo: place.name })
  await audit(tx, at, { ...row, certificate: row.id }, ledger.state, { to: claim.taker.installation, place: place.name })
  return ledger
}

/** The place of origin: answers a claim in one transaction with what its books and its roll then say. */
const answer = (services: Services, claim: Claim): Promise<Reply> =>
  services.database.transaction(async tx => {
    const at = services.clock.now()
    const row = await lockCertificate(tx, claim.certificate)
    const before = row && ledgerOf(row)
    const first = answerClaim(before, claim)
    if (!row || first.ledger === before || !first.ledger) return first.answer as Reply
    const after = await letGo(tx, row, claim, first.ledger, at)
    return (after === first.ledger ? first.answer : answerClaim(after, claim).answer) as Reply
  })

/** The place of destination: hears the answer, and the held registration stands or is taken back. Heard again it changes nothing. */
const hearReply = (services: Services, reply: Reply, from: string, messageId: string): Promise<boolean> =>
  services.database.transaction(async tx => {
    const at = services.clock.now()
    const row = await lockAcceptance(tx, reply.taker.acceptance)
    if (
      !row ||
      row.issuer !== from ||
      row.certificateId !== reply.certificate ||
      reply.taker.installation !== ownId(services.keys)
    )
      return false
    await closeMessage(tx, messageId, at)
    if (row.state !== 'held') return true
    const heard = hear({ state: 'held' }, reply)
    const about = { countyCode: row.countyCode, certificate: row.certificateId, electionId: row.electionId }
    const election = await findElectionById(tx, row.electionId)
    if (!election) throw new Error('the election of a certificate is gone')
    if (heard.state === 'final') {
      await writeAcceptance(tx, row, 'final', null)
      await letHeldStand(tx, election, row, row.personKey, at)
      await audit(tx, at, about, 'final', { registration: row.registrationId })
    } else if (heard.state === 'returned') {
      await writeAcceptance(tx, row, 'returned', heard.reason)
      const left =
        row.leftCounty === null || row.leftId === null ? null : { countyCode: row.leftCounty, registrationId: row.leftId }
      await takeHeldBack(tx, { ...row, left }, `certificate ${heard.reason}`, at)
      await tellReturned(tx, row, election, heard.reason, at)
      await audit(tx, at, about, 'returned', { reason: heard.reason, registration: row.registrationId })
    }
    return true
  })

/** A partner's envelope came in: a claim is answered with a signed envelope. Who sends is known by the signature alone. */
export const receiveEnvelope = async (services: Services, envelope: Envelope): Promise<Result<Envelope, CertificateRefusal>> => {
  const self = ownId(services.keys)
  const message = openEnvelope(envelope, self, await findKeys(services.database, envelope.from))
  if (message?.kind !== 'claim' || message.taker.installation !== envelope.from) return fail({ code: 'exchange.refused' })
  const reply = await answer(services, message)
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
  return (await hearReply(services, heard, partner.id, waiting.id)) ? null : 'not-ours'
}

/** Sends what is due. An unanswered message rests longer each time, up to an hour, and is never given up. */
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

/** Ends issued certificates whose time and grace are over. Returns how many. */
export const expireLapsed = async (services: Services): Promise<number> => {
  const at = services.clock.now()
  const today = chinaDate(at)
  let ended = 0
  for (const { id } of await findLapsed(services.database, daysAfter(today, -GRACE_DAYS)))
    ended += await services.database.transaction(async tx => {
      const row = await lockCertificate(tx, id)
      if (!row) return 0
      const next = expire(ledgerOf(row), daysAfter(row.validUntil ?? today, GRACE_DAYS), today)
      if (!next.ok) return 0
      await keepBooks(tx, row, next.value, { actor: 'mingce', at })
      await audit(tx, at, { ...row, certificate: id }, 'expired', {})
      return 1
    })
  return ended
}

const JOB = 'exchange'
const LOOK_MS = 5_000

/** Looks from time to time whether claims wait, and has a job carry them; before the jobs start, as the carrier of messages. */
export const openExchange = (
  jobs: Jobs,
  services: Services & Pick<Context, 'log'>,
  lookMs: number = LOOK_MS,
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
  let looking: Promise<unknown> = Promise.resolve()
  let lookedOn = ''
  const look = async () => {
    const today = chinaDate(services.clock.now())
    if (today === lookedOn && !(await isAnyDue(services.database, services.clock.now()))) return
    lookedOn = today
    await jobs.send(JOB, {}, { singletonKey: JOB })
  }
  return {
    start() {
      timer = setInterval(() => {
        looking = look().catch(error => services.log.error({ err: error }, 'exchange'))
      }, lookMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
