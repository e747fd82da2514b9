/**
 * Queues messages. A message is queued in the transaction that it reports, with a deduplication key: a second message with the same key is
 * ignored. The recipient's address is looked up when the message is sent.
 */
import { jsonOf, prepared, type Sql, type SqlValue } from '../../platform/database/index.ts'

export type Channel = 'sms' | 'email' | 'office'
export type MessageState = 'queued' | 'sending' | 'sent' | 'failed' | 'given-up' | 'unreachable'

/** A parameter of a message: one value for both languages, or one for each. */
type Words = string | { readonly zh: string; readonly en: string }

export interface NewMessage {
  readonly countyCode: string
  readonly topic: string
  /** The recipient's area, which decides who may see the message in the console. */
  readonly areaCode: string
  readonly template: string
  readonly parameters: Readonly<Record<string, Words>>
  readonly personKey: string | null
  readonly reference: number | null
  readonly dedupeKey: string
  readonly at: Date
  /** office: read in the console by the office of `areaCode`, and delivered at once. */
  readonly channel?: 'office'
}

const QUEUE_MANY = prepared(
  `INSERT INTO outbox (county_code, topic, area_code, template, parameters, person_key, reference, dedupe_key, next_at, created_at, state, channel,
     done_at)
   SELECT m.county, m.topic, m.area, m.template, m.parameters::jsonb, m.person, m.reference, m.dedupe, m.at, m.at,
     CASE WHEN m.office THEN 'sent' ELSE 'queued' END, CASE WHEN m.office THEN 'office' END, CASE WHEN m.office THEN m.at END
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::bigint[], $8::text[], $9::timestamptz[], $10::boolean[])
     AS m(county, topic, area, template, parameters, person, reference, dedupe, at, office)
   ON CONFLICT (county_code, dedupe_key) DO NOTHING`,
)

/** Queues one message; returns false if its key exists. */
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

/** Queues many messages in one statement and returns how many were new. */
export const queueMessages = async (tx: Sql, messages: readonly NewMessage[]): Promise<number> =>
  tx.run(QUEUE_MANY, [
    messages.map(m => m.countyCode),
    messages.map(m => m.topic),
    messages.map(m => m.areaCode),
    messages.map(m => m.template),
    messages.map(m => jsonOf(m.parameters)),
    messages.map(m => m.personKey),
    messages.map(m => m.reference),
    messages.map(m => m.dedupeKey),
    messages.map(m => m.at),
    messages.map(m => m.channel === 'office'),
  ])
