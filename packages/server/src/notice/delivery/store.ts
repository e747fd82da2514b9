/** Rows of the outbox: taken with a lease, then returned, sent or given up by the worker that holds the lease. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import type { Channel, MessageState } from './store.queue.ts'

/** Error codes for which the console has texts. A gateway's own message may contain a phone number and is not stored. */
export type DeliveryError =
  | 'gateway.unreachable'
  | 'gateway.busy'
  | 'gateway.login'
  | 'gateway.rejected'
  | 'gateway.none'
  | 'recipient.rejected'
  | 'recipient.none'
  | 'recipient.declined'
  | 'message.broken'
  | 'message.restored'

const TAKEN_MESSAGE = {
  countyCode: col.text,
  id: col.integer,
  topic: col.text,
  template: col.text,
  parameters: col.json<Readonly<Record<string, string | { readonly zh: string; readonly en: string }>>>(),
  personKey: col.nullable(col.uuid),
  reference: col.nullable(col.integer),
  messageId: col.uuid,
  channel: col.nullable(col.oneOf('sms', 'email', 'office')),
  recipient: col.nullable(col.bytes),
  language: col.nullable(col.oneOf('zh', 'en')),
  /** This attempt's number, from 1. Identifies the lease: a worker whose lease has ended has an older number. */
  attempt: col.integer,
}

/** A message that this worker holds until its lease ends. */
export type TakenMessage = RowOf<typeof TAKEN_MESSAGE>

const DUE = `state IN ('queued', 'sending', 'failed') AND next_at <= $1`

/** Takes up to `limit` messages that are due or whose lease has ended, skipping rows that another worker is taking. */
export const takeDue = (sql: Sql, now: Date, leaseEnds: Date, limit: number): Promise<TakenMessage[]> =>
  sql.query(
    `UPDATE outbox o SET state = 'sending', attempts = o.attempts + 1, next_at = $2
     FROM (SELECT county_code, id FROM outbox WHERE ${DUE} ORDER BY next_at, county_code, id LIMIT $3 FOR UPDATE SKIP LOCKED) d
     WHERE o.county_code = d.county_code AND o.id = d.id
     RETURNING o.county_code AS "countyCode", o.id, o.topic, o.template, o.parameters, o.person_key AS "personKey", o.reference,
       o.message_id AS "messageId", o.channel, o.recipient, o.language, o.attempts AS attempt`,
    [now, leaseEnds, limit],
    TAKEN_MESSAGE,
  )

export const hasDue = async (sql: Sql, now: Date): Promise<boolean> =>
  (await sql.query(`SELECT FROM outbox WHERE ${DUE} LIMIT 1`, [now], {})).length > 0

/** Stores the recipient's address, so that later attempts use the same one. */
export const keepRecipient = (
  sql: Sql,
  message: TakenMessage,
  found: { readonly channel: Channel; readonly sealed: Uint8Array; readonly language: 'zh' | 'en' },
): Promise<number> =>
  sql.run('UPDATE outbox SET channel = $3, recipient = $4, language = $5 WHERE county_code = $1 AND id = $2', [
    message.countyCode,
    message.id,
    found.channel,
    found.sealed,
    found.language,
  ])

export interface Ended {
  readonly state: Exclude<MessageState, 'sending'>
  /** The next attempt; unchanged if there is none. */
  readonly nextAt?: Date
  readonly error?: DeliveryError
  readonly providerId?: string | null
  /** The attempt did not reach a gateway and does not count. */
  readonly uncounted?: boolean
}

/**
 * Records how an attempt ended. A worker whose lease has ended changes nothing, except that an acknowledgement is always recorded, so that
 * the message is not sent again.
 */
export const endAttempt = (sql: Sql, message: TakenMessage, ended: Ended, now: Date): Promise<number> =>
  sql.run(
    ...named(
      `UPDATE outbox SET state = :state, next_at = coalesce(:nextAt, next_at), error = :error, provider_id = coalesce(:providerId, provider_id), attempts = attempts - :uncounted::int,
       done_at = :doneAt
     WHERE county_code = :countyCode AND id = :id AND ((:state = 'sent' AND state <> 'sent') OR (state = 'sending' AND attempts = :attempt))`,
      {
        countyCode: message.countyCode,
        id: message.id,
        attempt: message.attempt,
        state: ended.state,
        nextAt: ended.nextAt ?? null,
        error: ended.error ?? null,
        providerId: ended.providerId ?? null,
        uncounted: ended.uncounted ? 1 : 0,
        doneAt: ended.state === 'queued' || ended.state === 'failed' ? null : now,
      },
    ),
  )

/** Records in one statement how attempts ended that did not reach a gateway. A worker whose lease has ended changes nothing. */
export const endUntried = (
  sql: Sql,
  untried: readonly { readonly message: TakenMessage; readonly ended: Ended }[],
  now: Date,
): Promise<number> =>
  sql.run(
    ...named(
      `UPDATE outbox o SET state = e.state, next_at = coalesce(e.next_at, o.next_at), error = e.error, attempts = o.attempts - e.uncounted,
       done_at = CASE WHEN e.state IN ('queued', 'failed') THEN NULL ELSE :now::timestamptz END
     FROM unnest(:counties::text[], :ids::bigint[], :attempts::int[], :states::text[], :nextTimes::timestamptz[], :errors::text[], :uncounted::int[])
       AS e(county, id, attempt, state, next_at, error, uncounted)
     WHERE o.county_code = e.county AND o.id = e.id AND o.state = 'sending' AND o.attempts = e.attempt`,
      {
        counties: untried.map(({ message }) => message.countyCode),
        ids: untried.map(({ message }) => message.id),
        attempts: untried.map(({ message }) => message.attempt),
        states: untried.map(({ ended }) => ended.state),
        nextTimes: untried.map(({ ended }) => ended.nextAt ?? null),
        errors: untried.map(({ ended }) => ended.error ?? null),
        uncounted: untried.map(({ ended }) => (ended.uncounted ? 1 : 0)),
        now,
      },
    ),
  )

/**
 * After a restore: what was unsent at the backup may have been sent since. It is given up, and sent again only when an officer says so.
 * Returns how many messages.
 */
export const giveUpRestored = (tx: Sql, at: Date): Promise<number> =>
  tx.run(
    `UPDATE outbox SET state = 'given-up', error = 'message.restored', done_at = $1, next_at = $1 WHERE state IN ('queued', 'sending', 'failed')`,
    [at],
  )
