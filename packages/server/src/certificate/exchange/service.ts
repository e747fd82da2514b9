/**
 * The exchange between installations: the place that accepted a certificate claims the voter until it gets an answer; the place of origin
 * answers, and repeats its answer as often as it is asked. Late, repeated or reordered messages never put a voter on two rolls or on none.
 */
import { randomUUID } from 'node:crypto'
import { restBefore } from '@mingce/domain/certificate'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import type { AuditEntry } from '../../platform/write/index.ts'
import { countTold } from '../../registration/index.ts'
import { claimCleared } from '../accept/index.ts'
import type { CertificateRefusal } from '../errors.ts'
import { findCleared, isAnyDue, postponeMessage, takeDue, type WaitingMessage } from '../ledger/index.ts'
import {
  findKeys,
  findPartner,
  findPartners,
  findRestore,
  isReconciled,
  ownId,
  type Services,
  setReconciled,
  signingKey,
} from '../partner/index.ts'
import { EnvelopeSchema } from '../schema.ts'
import { type Envelope, type Inquiry, openEnvelope, type ReadMessage, type Statement, seal } from './schema.envelope.ts'
import { applyStatement } from './service.reconcile.ts'
import { answerInquiry } from './service.statement.ts'
import {
  answerPartner,
  expireLapsed,
  partnerAccount,
  type Reply,
  receiveReply,
  SYSTEM,
  takeBack,
  writeAsSystem,
} from './service.transfer.ts'

/** So many voters a partner may be told of within an hour; its messages wait and are sent again. */
const TOLD_PER_HOUR = 1_000
const HOUR_MS = 3_600_000

/** Was the envelope made before a restore of its sender or of this installation? What it says may have been lost with the data since. */
const isBeforeRestore = async (services: Services, envelope: Envelope): Promise<boolean> => {
  const restores = [await findRestore(services.database), (await findPartner(services.database, envelope.from))?.restoredAt]
  return restores.some(restore => restore && new Date(envelope.at) < new Date(restore))
}

/** Answers a partner's message with a signed envelope. Only the signature says who the sender is. */
export const receiveEnvelope = async (services: Services, envelope: Envelope): Promise<Result<Envelope, CertificateRefusal>> => {
  const self = ownId(services.keys)
  const message = openEnvelope(envelope, self, await findKeys(services.database, envelope.from))
  const answer = async (reply: Reply | Statement): Promise<Result<Envelope, CertificateRefusal>> =>
    ok(seal(reply, { from: self, to: envelope.from, at: services.clock.now() }, await signingKey(services)))
  if (!message) return fail({ code: 'exchange.refused' })
  if (await isBeforeRestore(services, envelope)) return fail({ code: 'exchange.stale' })
  if (message.kind === 'inquiry') return answer(await answerInquiry(services, message, envelope.from))
  if ((message.kind !== 'claim' && message.kind !== 'giveBack') || message.taker.installation !== envelope.from)
    return fail({ code: 'exchange.refused' })
  if (!(await isReconciled(services.database))) return fail({ code: 'exchange.restored' })
  const { database, clock } = services
  const hourAgo = new Date(clock.now().getTime() - HOUR_MS)
  if (message.kind === 'claim' && (await countTold(database, partnerAccount(envelope.from), hourAgo)) >= TOLD_PER_HOUR)
    return fail({ code: 'request.too-many' })
  return answer(await (message.kind === 'claim' ? answerPartner(services, message) : takeBack(services, message)))
}

export interface Delivery {
  readonly fetch?: typeof fetch
  readonly limitMs?: number
}

const LIMIT_MS = 10_000
const TAKEN_FOR_MS = 30_000
const BATCH = 20

/** Sends a message to a partner and opens the answer; or why there is none. */
const ask = async (
  services: Services,
  partnerId: string,
  message: Parameters<typeof seal>[0],
  id: string,
  options: Delivery,
): Promise<Result<ReadMessage, string>> => {
  const partner = await findPartner(services.database, partnerId)
  if (!partner) return fail('partner-unknown')
  if (partner.url === null) return fail('no-address')
  const self = ownId(services.keys)
  const envelope = seal(message, { from: self, to: partner.id, id, at: services.clock.now() }, await signingKey(services))
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
    if (!response.ok) return fail(`http-${response.status}`)
  } catch {
    return fail('unreachable')
  }
  let reply: ReturnType<typeof EnvelopeSchema.safeParse>
  try {
    reply = EnvelopeSchema.safeParse(JSON.parse(text))
  } catch {
    return fail('unreadable')
  }
  if (!reply.success || reply.data.from !== partner.id) return fail('unreadable')
  const heard = openEnvelope(reply.data, self, await findKeys(services.database, partner.id))
  return heard ? ok(heard) : fail('not-signed')
}

/** Sends one message; returns why it stays unanswered, or null. */
const deliver = async (services: Services, waiting: WaitingMessage, options: Delivery): Promise<string | null> => {
  const heard = await ask(services, waiting.partnerId, JSON.parse(waiting.body), waiting.id, options)
  if (!heard.ok) return heard.error
  const { value } = heard
  if (value.kind !== 'released' && value.kind !== 'declined' && value.kind !== 'restored') return 'not-signed'
  return (await receiveReply(services, value, waiting.partnerId, waiting.id)) ? null : 'not-ours'
}

/** Asks one partner what it took and released; false: it has not answered all pages. */
const reconcileWith = async (services: Services, partnerId: string, restore: string, options: Delivery): Promise<boolean> => {
  for (let after: string | null = ''; after !== null; ) {
    const inquiry: Inquiry = { kind: 'inquiry', restoredAt: restore, after }
    const heard: Result<ReadMessage, string> = await ask(services, partnerId, inquiry, randomUUID(), options)
    if (!heard.ok || heard.value.kind !== 'statement') return false
    const { entries, next } = heard.value
    await writeAsSystem<null>(services, { action: `reconcile ${partnerId}` }, async (tx, at) => {
      const audit = await applyStatement(services, tx, entries, partnerId, at)
      if (next === null) await setReconciled(tx, partnerId, restore, SYSTEM.name, at)
      const done: AuditEntry = { countyCode: '', action: 'exchange.answered', subject: partnerId, details: { restore } }
      return { answer: null, audit: next === null ? [...audit, done] : audit }
    })
    after = next
  }
  return true
}

/** After a restore: asks every partner that has not answered yet. Returns how many still have not. */
export const reconcilePartners = async (services: Services, options: Delivery = {}): Promise<number> => {
  const restore = await findRestore(services.database)
  if (restore === null) return 0
  let silent = 0
  for (const { id, reconciled } of await findPartners(services.database))
    if (!reconciled && !(await reconcileWith(services, id, restore, options))) silent += 1
  return silent
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

const JOB = 'exchange'
/** How often the outbox is checked. */
const CHECK_MS = 5_000
/** How often partners that have not answered after a restore are asked, and arrivals that nothing is open of are claimed. */
const ASK_AGAIN_MS = 30_000

/** Checks at intervals whether messages are due, and sends them in a job. Must be called before the jobs start. */
export const openExchange = (
  jobs: Jobs,
  services: Services & Pick<Context, 'log'>,
  checkMs: number = CHECK_MS,
): { start(): void; stop(): Promise<void> } => {
  jobs.work(JOB, async (_, run) => {
    const silent = await reconcilePartners(services)
    const done = { answered: 0, waiting: 0, silent, expired: await expireLapsed(services), claimed: await claimCleared(services) }
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
  let askedAt = 0
  const isWorkDue = async (now: Date): Promise<boolean> => {
    if (chinaDate(now) !== checkedOn || (await isAnyDue(services.database, now))) return true
    if (now.getTime() - askedAt < ASK_AGAIN_MS) return false
    return !(await isReconciled(services.database)) || (await findCleared(services.database, ownId(services.keys))).length > 0
  }
  const check = async () => {
    const now = services.clock.now()
    if (!(await isWorkDue(now))) return
    checkedOn = chinaDate(now)
    askedAt = now.getTime()
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
