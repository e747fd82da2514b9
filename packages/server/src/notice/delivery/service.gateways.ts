/** Who carries a message out of the house. One interface; what stands behind it is a setting (docs/operations.md). */
import { chinaDate } from '../../platform/clock/index.ts'

/** What went wrong, in words that the console has a sentence for. A gateway's own words may hold a phone and are not kept. */
export type DeliveryError =
  | 'gateway.unreachable'
  | 'gateway.busy'
  | 'gateway.login'
  | 'gateway.rejected'
  | 'gateway.none'
  | 'recipient.rejected'
  | 'recipient.none'
  | 'message.broken'

export interface Outgoing {
  /** The same at each attempt at one message: a gateway that knows it does not send again. A UUID. */
  readonly messageId: string
  /** A phone for SMS, an address for e-mail. */
  readonly to: string
  readonly subject: string
  readonly body: string
  readonly language: 'zh' | 'en'
  readonly template: string
}

/** taken: the gateway acknowledged it. later: try again. never: trying again would not help. */
export type Delivery =
  | { readonly kind: 'taken'; readonly providerId: string | null }
  | { readonly kind: 'later' | 'never'; readonly error: DeliveryError; readonly retryAfterMs?: number }

export interface Gateway {
  readonly name: 'smtp' | 'http' | 'mailbox'
  /** Never throws for what a network or a gateway does; ends within `GATEWAY_PATIENCE_MS`. */
  send(message: Outgoing): Promise<Delivery>
  close(): void
}

/** No attempt lasts longer: well within a lease. */
export const GATEWAY_PATIENCE_MS = 20_000

/** Takes everything and sends nothing: the console shows what would have been sent. For demos and training. */
export const mailbox = (): Gateway => ({
  name: 'mailbox',
  send: async ({ messageId }) => ({ kind: 'taken', providerId: `mailbox-${messageId.slice(0, 8)}` }),
  close() {},
})

/** Hours of Beijing in which a reminder may ring a phone. */
const DAY_BEGINS = 8
const DAY_ENDS = 21

/** `at`, or eight in the morning after it: nobody is woken by a reminder. Where messages are only shown, `at`. */
export const inDaytime = (at: Date, gateways: { readonly sms?: Pick<Gateway, 'name'> | undefined } = {}): Date => {
  if (gateways.sms?.name === 'mailbox') return at
  const hour = new Date(at.getTime() + 8 * 3_600_000).getUTCHours()
  if (hour >= DAY_BEGINS && hour < DAY_ENDS) return at
  const day = chinaDate(hour < DAY_BEGINS ? at : new Date(at.getTime() + 24 * 3_600_000))
  return new Date(`${day}T0${DAY_BEGINS}:00:00+08:00`)
}
