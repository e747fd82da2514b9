/**
 * Sends due messages. A message is taken with a lease; its recipient is looked up once and stored encrypted; every attempt has the same
 * message id. A message that a gateway accepted is not sent again, unless the server crashes before recording it; the gateway can recognise
 * the second attempt by its id.
 */
import type { Logger } from 'pino'
import type { Clock } from '../../platform/clock/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Database, Sql } from '../../platform/database/index.ts'
import { GATEWAY_TIMEOUT_MS, type Outgoing } from './service.gateways.ts'
import type { Gateways } from './service.settings.ts'
import type { Channel } from './store.queue.ts'
import type { DeliveryError } from './store.ts'
import { type Ended, endAttempt, endUntried, hasDue, keepRecipient, type TakenMessage, takeDue } from './store.ts'

/** A person's addresses, the preferred one first. */
export interface Reach {
  readonly ways: readonly { readonly channel: 'sms' | 'email'; readonly to: string }[]
  readonly language: 'zh' | 'en'
  /** The voter wants no messages: also none whose address was looked up before. */
  readonly declined?: boolean
}

export interface OutboxOptions {
  readonly database: Database
  readonly keys: Keyring
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly gateways: Gateways
  /** The addresses of these messages' recipients, in the same order. */
  readonly reachOf: (sql: Sql, messages: readonly TakenMessage[]) => Promise<readonly Reach[]>
  readonly textOf: (message: TakenMessage, language: 'zh' | 'en') => Pick<Outgoing, 'subject' | 'body'>
  /** Messages per batch; all of them are tried before the lease ends. */
  readonly atOnce?: number
}

export interface Delivered {
  readonly sent: number
  readonly failed: number
  readonly givenUp: number
  readonly unreachable: number
}

export interface Outbox {
  /** Whether any message is due. */
  isDue(): Promise<boolean>
  /** Tries one batch. All counts are zero if no message was due. */
  deliver(signal?: AbortSignal): Promise<Delivered>
  close(): void
}

const MINUTE = 60_000
/** Delays after the first failure, the second, …. After the last one, about a day later, the message is given up. */
export const RETRY_MINUTES = [1, 5, 15, 60, 180, 360, 720] as const
/** Delay if no gateway is configured for a channel. This does not count as an attempt. */
const NO_GATEWAY_MINUTES = 60
const CONCURRENCY = 4
const BATCH = 40
/** Enough for every message of a batch to reach the gateway's timeout, four at a time. */
export const LEASE_MS = (BATCH / CONCURRENCY + 3) * GATEWAY_TIMEOUT_MS

const CONTEXT = 'outbox'
const sealRecipient = (keys: Keyring, to: string): Uint8Array => keys.seal(Buffer.from(to), CONTEXT)
export const openRecipient = (keys: Keyring, sealed: Uint8Array): string =>
  Buffer.from(keys.open(sealed, CONTEXT)).toString('utf8')

const afterFailure = (message: TakenMessage, error: DeliveryError, now: Date, retryAfterMs = 0): Ended => {
  const minutes = RETRY_MINUTES[message.attempt - 1]
  if (minutes === undefined) return { state: 'given-up', error }
  return { state: 'failed', error, nextAt: new Date(now.getTime() + Math.max(minutes * MINUTE, retryAfterMs)) }
}

export const openOutbox = (options: OutboxOptions): Outbox => {
  const { database, keys, clock, gateways } = options

  interface Addressed {
    readonly channel: Channel
    readonly to: string
    readonly language: 'zh' | 'en'
  }
  /** The address of an earlier attempt, or the first one whose channel has a gateway. */
  const addressed = async (message: TakenMessage, reach: Reach | undefined): Promise<Addressed | Ended> => {
    if (reach?.declined) return { state: 'unreachable', error: 'recipient.declined' }
    if (message.channel && message.recipient)
      return {
        channel: message.channel,
        to: openRecipient(keys, message.recipient),
        language: message.language ?? 'zh',
      }
    if (!reach || reach.ways.length === 0) return { state: 'unreachable', error: 'recipient.none' }
    const way = reach.ways.find(({ channel }) => gateways[channel])
    if (!way) {
      const nextAt = new Date(clock.now().getTime() + NO_GATEWAY_MINUTES * MINUTE)
      return { state: 'failed', error: 'gateway.none', nextAt, uncounted: true }
    }
    const language = message.language ?? reach.language
    await keepRecipient(database, message, { channel: way.channel, sealed: sealRecipient(keys, way.to), language })
    return { ...way, language }
  }

  const attempt = async (message: TakenMessage, reach: Reach | undefined): Promise<Ended> => {
    const found = await addressed(message, reach)
    if ('state' in found) return found
    const gateway = found.channel === 'office' ? undefined : gateways[found.channel]
    if (!gateway) {
      const nextAt = new Date(clock.now().getTime() + NO_GATEWAY_MINUTES * MINUTE)
      return { state: 'failed', error: 'gateway.none', nextAt, uncounted: true }
    }
    const { to, language } = found
    const text = options.textOf(message, language)
    const answer = await gateway.send({ messageId: message.messageId, to, language, template: message.template, ...text })
    if (answer.kind === 'taken') return { state: 'sent', providerId: answer.providerId }
    if (answer.kind === 'never') return { state: 'given-up', error: answer.error }
    return afterFailure(message, answer.error, clock.now(), answer.retryAfterMs)
  }

  /** The attempt at a message, or its return to the queue: the server is stopping, or the lease is about to end because of a suspension. */
  const attemptOrReturn = async (
    message: TakenMessage,
    reach: Reach | undefined,
    lease: Date,
    signal: AbortSignal | undefined,
  ): Promise<Ended> => {
    const isLate = clock.now().getTime() + GATEWAY_TIMEOUT_MS > lease.getTime()
    if (signal?.aborted || isLate) return { state: 'queued', nextAt: clock.now(), uncounted: true }
    return attempt(message, reach).catch(error => {
      // An error with one message does not stop the others.
      options.log.warn({ err: error, message: message.id }, 'outbox')
      return afterFailure(message, 'message.broken', clock.now())
    })
  }

  const deliver = async (signal?: AbortSignal): Promise<Delivered> => {
    const taken = clock.now()
    const lease = new Date(taken.getTime() + LEASE_MS)
    const messages = await takeDue(database, taken, lease, options.atOnce ?? BATCH)
    const count: Record<Ended['state'], number> = { queued: 0, sent: 0, failed: 0, 'given-up': 0, unreachable: 0 }
    if (messages.length > 0) {
      const found = await options.reachOf(database, messages)
      const reaches = new Map(messages.map((message, at) => [message, found[at]]))
      const waiting = [...messages]
      // Without a gateway or an address there may be thousands of messages: they are updated in one statement.
      const untried: { message: TakenMessage; ended: Ended }[] = []
      const work = async () => {
        for (let message = waiting.shift(); message; message = waiting.shift()) {
          const ended = await attemptOrReturn(message, reaches.get(message), lease, signal)
          count[ended.state] += 1
          if (ended.state === 'unreachable' || ended.error === 'gateway.none') untried.push({ message, ended })
          else await endAttempt(database, message, ended, clock.now())
        }
      }
      await Promise.all(Array.from({ length: CONCURRENCY }, work))
      if (untried.length > 0) await endUntried(database, untried, clock.now())
      options.log.info({ ...count }, 'outbox')
    }
    return { sent: count.sent, failed: count.failed, givenUp: count['given-up'], unreachable: count.unreachable }
  }

  return {
    isDue: () => hasDue(database, clock.now()),
    deliver,
    close() {
      gateways.sms?.close()
      gateways.email?.close()
    },
  }
}
