/**
 * Messages that wait. A message is queued in the transaction of what it tells, under a key of its own: the same key again queues nothing.
 * How its addressee is reached is looked up when it is sent.
 */
import type { Sql, SqlValue } from '../database/index.ts'

export type Channel = 'sms' | 'email' | 'office'
export type MessageState = 'queued' | 'sending' | 'sent' | 'failed' | 'given-up' | 'unreachable'

/** A value in a message: one for both languages, or one for each. */
type Words = string | { readonly zh: string; readonly en: string }

export interface NewMessage {
  readonly countyCode: string
  readonly topic: string
  /** Where the addressee belongs: who may see the message in the console. */
  readonly areaCode: string
  readonly template: string
  readonly parameters: Readonly<Record<string, Words>>
  readonly personKey: string | null
  readonly reference: number | null
  readonly dedupeKey: string
  readonly at: Date
  /** office: read in the console by the office of `areaCode`, and so delivered at once. */
  readonly channel?: 'office'
}

/** Queues one message, by one insert; returns whether it is new. */
export const queueMessage = async (tx: Sql, message: NewMessage): Promise<boolean> => {
  const forOffice = message.channel === 'office'
  const values: SqlValue[] = [
    message.countyCode,
    message.topic,
    message.areaCode,
    message.template,
    message.parameters,
    message.personKey,
    message.reference,
    message.dedupeKey,
    message.at,
    forOffice ? 'sent' : 'queued',
    forOffice ? 'office' : null,
    forOffice ? message.at : null,
  ]
  const made = await tx.run(
    `INSERT INTO outbox (county_code, topic, area_code, template, parameters, person_key, reference, dedupe_key, next_at, created_at, state, channel,
       done_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12) ON CONFLICT (county_code, dedupe_key) DO NOTHING`,
    values,
  )
  return made === 1
}
