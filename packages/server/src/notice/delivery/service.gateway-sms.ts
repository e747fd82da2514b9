/**
 * SMS through a small HTTP adapter that an office runs in front of its provider (docs/operations.md):
 * `POST <url>` with `{id, to, text, language, template}` and the header `Idempotency-Key: <id>`. 2xx with `{id?}` is an acknowledgement; a
 * gateway that has already seen the key answers the same again.
 */
import { z } from 'zod'
import { type Delivery, GATEWAY_TIMEOUT_MS, type Gateway } from './service.gateways.ts'

export interface SmsSettings {
  readonly url: URL
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: string | undefined
}

const Acknowledgement = z.object({ id: z.union([z.string(), z.number()]).transform(String).optional() })
/** Timeout, too early, too many requests: a later attempt may succeed. */
const LATER = new Set([408, 425, 429])

const retryAfter = (value: string | null): { retryAfterMs?: number } => {
  const seconds = Number(value)
  return value !== null && Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: Math.min(seconds, 86_400) * 1000 } : {}
}

const readAnswer = async (answer: Response): Promise<Delivery> => {
  const { status } = answer
  if (answer.ok) {
    const said = Acknowledgement.safeParse(await answer.json().catch(() => ({})))
    return { kind: 'taken', providerId: said.data?.id?.slice(0, 100) ?? null }
  }
  await answer.body?.cancel()
  if (status === 401 || status === 403) return { kind: 'later', error: 'gateway.login' }
  if (status >= 500 || LATER.has(status))
    return { kind: 'later', error: 'gateway.busy', ...retryAfter(answer.headers.get('retry-after')) }
  // By the interface, 422 means that the phone number is invalid.
  return { kind: 'never', error: status === 422 ? 'recipient.rejected' : 'gateway.rejected' }
}

export const smsGateway = ({ url, token }: SmsSettings): Gateway => ({
  name: 'http',
  send: ({ messageId, to, body, language, template }) =>
    fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': messageId,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ id: messageId, to, text: body, language, template }),
      signal: AbortSignal.timeout(GATEWAY_TIMEOUT_MS),
    }).then(readAnswer, (): Delivery => ({ kind: 'later', error: 'gateway.unreachable' })),
  close() {},
})
