/**
 * Queues messages. A message is queued in the transaction that it reports, with a deduplication key: a second message with the same key is
 * ignored. The recipient's address is looked up when the message is sent.
 */
import { jsonOf, named, prepared, type Sql } from '../../platform/database/index.ts'

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
   FROM unnest(:counties::text[], :topics::text[], :areas::text[], :templates::text[], :parameters::text[], :people::uuid[], :references::bigint[], :dedupeKeys::text[], :times::timestamptz[], :forOffice::boolean[])
     AS m(county, topic, area, template, parameters, person, reference, dedupe, at, office)
   ON CONFLICT (county_code, dedupe_key) DO NOTHING`,
)

/** Queues one message; returns false if its key exists. */
export const queueMessage = async (tx: Sql, message: NewMessage): Promise<boolean> => {
  const forOffice = message.channel === 'office'
  const made = await tx.run(
    ...named(
      `INSERT INTO outbox (county_code, topic, area_code, template, parameters, person_key, reference, dedupe_key, next_at, created_at, state, channel,
       done_at) VALUES (:countyCode, :topic, :areaCode, :template, :parameters, :personKey, :reference, :dedupeKey, :at, :at, :state, :channel,
       :doneAt) ON CONFLICT (county_code, dedupe_key) DO NOTHING`,
      {
        countyCode: message.countyCode,
        topic: message.topic,
        areaCode: message.areaCode,
        template: message.template,
        parameters: message.parameters,
        personKey: message.personKey,
        reference: message.reference,
        dedupeKey: message.dedupeKey,
        at: message.at,
        state: forOffice ? 'sent' : 'queued',
        channel: forOffice ? 'office' : null,
        doneAt: forOffice ? message.at : null,
      },
    ),
  )
  return made === 1
}

/** Queues many messages in one statement and returns how many were new. */
export const queueMessages = async (tx: Sql, messages: readonly NewMessage[]): Promise<number> =>
  tx.run(
    ...named(QUEUE_MANY, {
      counties: messages.map(m => m.countyCode),
      topics: messages.map(m => m.topic),
      areas: messages.map(m => m.areaCode),
      templates: messages.map(m => m.template),
      parameters: messages.map(m => jsonOf(m.parameters)),
      people: messages.map(m => m.personKey),
      references: messages.map(m => m.reference),
      dedupeKeys: messages.map(m => m.dedupeKey),
      times: messages.map(m => m.at),
      forOffice: messages.map(m => m.channel === 'office'),
    }),
  )
