/** How far messages are, as words and colours; and errors of gateways that the console has words for. */
import type { MessageState } from '../../api/index.ts'
import words from '../../i18n/zh/notices.json'
import type { Tone } from '../../ui/index.ts'

export const MESSAGE_STATES: readonly MessageState[] = ['queued', 'sending', 'sent', 'failed', 'given-up', 'unreachable']

export const toneOf = (state: MessageState): Tone =>
  state === 'sent'
    ? 'registered'
    : state === 'failed'
      ? 'review'
      : state === 'given-up' || state === 'unreachable'
        ? 'refused'
        : 'quiet'

export type DeliveryErrorWord = Exclude<keyof (typeof words)['errors'], 'title' | 'retry' | 'retried' | 'count'>

/** `gateway.busy` → the key of its words, or null where there are none. */
export const deliveryErrorWord = (code: string): DeliveryErrorWord | null => {
  const key = code.replaceAll('.', '-')
  return Object.hasOwn(words.errors, key) && /-/.test(key) ? (key as DeliveryErrorWord) : null
}

type States = Partial<Record<MessageState, number>>

/** Share of messages that are over, one way or another, in whole per cent rounded down; 100 where there are none. */
export const shareOver = (states: States): number => {
  const all = MESSAGE_STATES.reduce((sum, state) => sum + (states[state] ?? 0), 0)
  const over = (states.sent ?? 0) + (states['given-up'] ?? 0) + (states.unreachable ?? 0)
  return all === 0 ? 100 : Math.floor((over * 100) / all)
}

/** Is anything still on its way? Then the page looks again. */
export const isUnderWay = (states: States): boolean => (states.queued ?? 0) + (states.sending ?? 0) > 0
