/** Makes the gateways from the process's environment. */
import { DatabaseRefusal } from '../../platform/database/index.ts'
import { smsGateway } from './service.gateway-sms.ts'
import { smtpGateway } from './service.gateway-smtp.ts'
import { type Gateway, mailbox } from './service.gateways.ts'

export interface Gateways {
  readonly sms?: Gateway | undefined
  readonly email?: Gateway | undefined
}

const addressOf = (name: string, value: string, protocols: readonly string[]): URL => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url && protocols.includes(url.protocol)) return url
  throw new DatabaseRefusal({
    zh: `设置 ${name} 应为 ${protocols.join(' 或 ')} 开头的地址，服务未启动`,
    en: `The setting ${name} must be an address that begins with ${protocols.join(' or ')}. The server was not started.`,
  })
}

/**
 * `MINGCE_SMS_URL` with `MINGCE_SMS_TOKEN`; `MINGCE_SMTP_URL` with `MINGCE_MAIL_FROM`. With `onlyShow` (a demo) or `MINGCE_OUTBOX=mailbox`
 * nothing is sent. Without a gateway messages wait.
 */
export const gatewaysFrom = (env: Readonly<Record<string, string | undefined>>, onlyShow: boolean): Gateways => {
  if (onlyShow || env.MINGCE_OUTBOX === 'mailbox') return { sms: mailbox(), email: mailbox() }
  const { MINGCE_SMS_URL: sms, MINGCE_SMTP_URL: smtp, MINGCE_MAIL_FROM: from } = env
  if (smtp && !from)
    throw new DatabaseRefusal({
      zh: '设置了 MINGCE_SMTP_URL，还须用 MINGCE_MAIL_FROM 写明发件人，服务未启动',
      en: 'MINGCE_SMTP_URL is set, so MINGCE_MAIL_FROM must name the sender. The server was not started.',
    })
  return {
    ...(sms
      ? { sms: smsGateway({ url: addressOf('MINGCE_SMS_URL', sms, ['https:', 'http:']), token: env.MINGCE_SMS_TOKEN }) }
      : {}),
    ...(smtp && from ? { email: smtpGateway({ url: addressOf('MINGCE_SMTP_URL', smtp, ['smtps:', 'smtp:']), from }) } : {}),
  }
}
