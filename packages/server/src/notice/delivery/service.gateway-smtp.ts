/** E-mail over SMTP. Replies of 4xx are retried; of 5xx only if they are not about the recipient or the message. */
import { createTransport } from 'nodemailer'
import { type Delivery, GATEWAY_TIMEOUT_MS, type Gateway } from './service.gateways.ts'

export interface SmtpSettings {
  /** smtp://user:password@host:587, or smtps:// for TLS from the first byte. */
  readonly url: URL
  /** The sender's address, as displayed. */
  readonly from: string
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const refusalOf = (error: unknown): Delivery => {
  const { code, responseCode, command } = error as { code?: unknown; responseCode?: unknown; command?: unknown }
  if (code === 'EAUTH') return { kind: 'later', error: 'gateway.login' }
  if (typeof responseCode !== 'number') return { kind: 'later', error: 'gateway.unreachable' }
  if (responseCode < 500) return { kind: 'later', error: 'gateway.busy' }
  if (command === 'RCPT TO') return { kind: 'never', error: 'recipient.rejected' }
  if (command === 'DATA') return { kind: 'never', error: 'gateway.rejected' }
  // Refused before the message was examined: the account or the sender is wrong, which an administrator can correct.
  return { kind: 'later', error: 'gateway.login' }
}

export const smtpGateway = ({ url, from }: SmtpSettings): Gateway => {
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    // The outbox retries, and records the attempts.
    maxRequeues: 0,
    host: url.hostname,
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    // A password is never sent unencrypted over a network.
    requireTLS: !secure && user !== '' && !LOOPBACK.has(url.hostname),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: GATEWAY_TIMEOUT_MS / 2,
    greetingTimeout: GATEWAY_TIMEOUT_MS / 2,
    socketTimeout: GATEWAY_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain =
    from
      .split('@')
      .at(-1)
      ?.replace(/[^\w.-]/g, '') || 'localhost'
  return {
    name: 'smtp',
    send: ({ messageId, to, subject, body, language }) =>
      transport
        .sendMail({
          from,
          to: [{ name: '', address: to }],
          subject,
          text: body,
          messageId: `<${messageId}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language === 'zh' ? 'zh-CN' : 'en' },
        })
        .then((): Delivery => ({ kind: 'taken', providerId: messageId }), refusalOf),
    close() {
      transport.close()
    },
  }
}
