/** The interface of message gateways; settings choose the implementation (docs/operations.md). */
import { chinaDate } from '../../platform/clock/index.ts'
import type { DeliveryError } from './store.ts'

export interface Outgoing {
  /** A UUID, the same for every attempt at one message: a gateway that has seen it does not send the message again. */
  readonly messageId: string
  /** A phone number for SMS, an address for e-mail. */
  readonly to: string
  readonly subject: string
  readonly body: string
  readonly language: 'zh' | 'en'
  readonly template: string
}

/** taken: the gateway accepted it. later: try again. never: another attempt would fail too. */
export type Delivery =
  | { readonly kind: 'taken'; readonly providerId: string | null }
  | { readonly kind: 'later' | 'never'; readonly error: DeliveryError; readonly retryAfterMs?: number }

export interface Gateway {
  readonly name: 'smtp' | 'http' | 'mailbox'
  /** Does not throw for errors of the network or the gateway; ends within `GATEWAY_TIMEOUT_MS`. */
  send(message: Outgoing): Promise<Delivery>
  close(): void
}

/** The longest duration of an attempt, much shorter than a lease. */
export const GATEWAY_TIMEOUT_MS = 20_000

/** Accepts every message and sends none; the console shows what would have been sent. For demos and training. */
export const mailbox = (): Gateway => ({
  name: 'mailbox',
  send: async ({ messageId }) => ({ kind: 'taken', providerId: `mailbox-${messageId.slice(0, 8)}` }),
  close() {},
})

/** Hours of Beijing time between which reminders are sent. */
const DAY_BEGINS = 8
const DAY_ENDS = 21

/** `at`, or the next eight in the morning, so that reminders wake nobody. If messages are only displayed, `at`. */
export const inDaytime = (at: Date, gateways: { readonly sms?: Pick<Gateway, 'name'> | undefined } = {}): Date => {
  if (gateways.sms?.name === 'mailbox') return at
  const hour = new Date(at.getTime() + 8 * 3_600_000).getUTCHours()
  if (hour >= DAY_BEGINS && hour < DAY_ENDS) return at
  const day = chinaDate(hour < DAY_BEGINS ? at : new Date(at.getTime() + 24 * 3_600_000))
  return new Date(`${day}T0${DAY_BEGINS}:00:00+08:00`)
}
