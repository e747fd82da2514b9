/** Campaigns and their messages as sets, and how voters want to be reached. One statement queues a hundred thousand messages. */
import { AUDIENCES, type Audience } from '@mingce/domain/notice'
import { col, named, type RowOf, type Sql, type SqlValue } from '../../platform/database/index.ts'
import type { MessageState } from '../delivery/index.ts'

/**
 * A SELECT of one row for each person, with the columns person_key, reference, area_code, county_code, contact_block and contact_index.
 * `values` are its named parameters.
 */
export interface PeopleQuery {
  readonly sql: string
  readonly values: Readonly<Record<string, SqlValue>>
}

/** The person whom a message is for: by person key, else by the registration `reference`. */
export interface Addressee {
  readonly countyCode: string
  readonly topic: string
  readonly personKey: string | null
  readonly reference: number | null
}

/** The place of a person's contact: the sealed block and the index in it. */
export interface ContactPlace {
  readonly personKey: string | null
  readonly block: number | null
  readonly index: number | null
}

const CONTACT_GROUP = {
  /** Whether these people have said how they want to be reached. */
  given: col.boolean,
  /** Of them those who want no messages. */
  declined: col.boolean,
  block: col.nullable(col.integer),
  indexes: col.list(col.integer),
  people: col.integer,
}

export type ContactGroup = RowOf<typeof CONTACT_GROUP>

/** People by the sealed block that holds their contacts. */
export const findContactGroups = (sql: Sql, people: PeopleQuery): Promise<ContactGroup[]> =>
  sql.query(
    ...named(
      `SELECT given, declined, CASE WHEN given THEN NULL ELSE contact_block END AS block, count(*) AS people,
       coalesce(array_agg(contact_index) FILTER (WHERE NOT given AND contact_index IS NOT NULL), '{}') AS indexes
     FROM (SELECT q.*, v.person_key IS NOT NULL AS given, coalesce(v.declined, false) AS declined
       FROM (${people.sql}) q LEFT JOIN voter_contact v ON v.person_key = q.person_key) k GROUP BY 1, 2, 3`,
      people.values,
    ),
    CONTACT_GROUP,
  )

export interface NewCampaign {
  readonly countyCode: string
  readonly id: string
  readonly topic: string
  readonly template: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly audience: Audience
  readonly area: string
  readonly by: string
  readonly at: Date
  /** No message is sent before. */
  readonly from: Date
  /** Part of the deduplication key: the same reminder goes to a person once a day. */
  readonly day: string
}

export interface Queued {
  readonly people: number
  readonly queued: number
  readonly repeated: number
  /** They want no messages, and are told by another road. */
  readonly declined: number
}

/** Queues one message for each of these people who has a contact, and adds the campaign. */
export const queueCampaign = async (tx: Sql, campaign: NewCampaign, people: PeopleQuery): Promise<Queued> => {
  const [counted] = await tx.query(
    ...named(
      `WITH people AS MATERIALIZED (
       SELECT q.*, coalesce(v.declined, false) AS declined,
         NOT coalesce(v.declined, false) AND (v.person_key IS NOT NULL OR q.contact_block IS NOT NULL) AS reachable
       FROM (${people.sql}) q LEFT JOIN voter_contact v ON v.person_key = q.person_key
     ), made AS (
       INSERT INTO outbox (county_code, topic, batch, area_code, template, parameters, person_key, reference, dedupe_key, state, next_at, created_at)
       SELECT county_code, :topic, :campaign::uuid, area_code, :template, :parameters::jsonb, person_key, reference,
         :template || '/' || :topic || '/' || :day || '/' || person_key::text, 'queued', :from, :at
       FROM people WHERE reachable ORDER BY area_code, contact_block, contact_index
       ON CONFLICT (county_code, dedupe_key) DO NOTHING RETURNING 1
     )
     SELECT (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM people WHERE reachable) AS candidates, (SELECT count(*) FROM made) AS queued,
       (SELECT count(*) FROM people WHERE declined) AS declined`,
      {
        ...people.values,
        topic: campaign.topic,
        campaign: campaign.id,
        template: campaign.template,
        parameters: campaign.parameters,
        day: campaign.day,
        from: campaign.from,
        at: campaign.at,
      },
    ),
    { people: col.integer, candidates: col.integer, queued: col.integer, declined: col.integer },
  )
  const { people: all = 0, candidates = 0, queued = 0, declined = 0 } = counted ?? {}
  await tx.run(
    ...named(
      `INSERT INTO notice_campaign (county_code, id, election_id, template, parameters, area_code, audience, people, queued, repeated, by_user, at)
     VALUES (:countyCode, :id, :topic, :template, :parameters, :area, :audience, :all, :queued, :repeated, :by, :at)`,
      {
        countyCode: campaign.countyCode,
        id: campaign.id,
        topic: campaign.topic,
        template: campaign.template,
        parameters: campaign.parameters,
        area: campaign.area,
        audience: campaign.audience,
        all,
        queued,
        repeated: candidates - queued,
        by: campaign.by,
        at: campaign.at,
      },
    ),
  )
  return { people: all, queued, repeated: candidates - queued, declined }
}

const CAMPAIGN_ROW = {
  id: col.uuid,
  template: col.text,
  areaCode: col.text,
  areaName: col.text,
  audience: col.oneOf(...AUDIENCES),
  people: col.integer,
  queued: col.integer,
  repeated: col.integer,
  by: col.text,
  at: col.instant,
}

export type CampaignRow = RowOf<typeof CAMPAIGN_ROW>

/** Campaigns to an area, to a part of it, or to a larger area that contains it; the newest first. */
export const findCampaigns = (sql: Sql, topic: string, area: string): Promise<CampaignRow[]> =>
  sql.query(
    `SELECT n.id, n.template, n.area_code AS "areaCode", coalesce(a.name, n.area_code) AS "areaName", n.audience, n.people, n.queued, n.repeated,
       n.by_user AS by, n.at
     FROM notice_campaign n LEFT JOIN area a ON a.code = n.area_code
     WHERE n.election_id = $1 AND (starts_with(n.area_code, $2) OR starts_with($2, n.area_code)) ORDER BY n.at DESC, n.id LIMIT 100`,
    [topic, area],
    CAMPAIGN_ROW,
  )

const MESSAGES = {
  batch: col.nullable(col.uuid),
  state: col.oneOf('failed', 'queued', 'sending', 'sent', 'given-up', 'unreachable'),
  error: col.nullable(col.text),
  messages: col.integer,
}

/** Messages to people of an area by campaign (null: single notices), state and error. */
export const countMessages = (
  sql: Sql,
  topic: string,
  area: string,
): Promise<{ batch: string | null; state: MessageState; error: string | null; messages: number }[]> =>
  sql.query(
    `SELECT batch, state, error, count(*) AS messages FROM outbox
     WHERE topic = $1 AND starts_with(area_code, $2) AND channel IS DISTINCT FROM 'office' GROUP BY batch, state, error`,
    [topic, area],
    MESSAGES,
  )

const MESSAGE_ROW = {
  id: col.integer,
  template: col.text,
  parameters: col.json<Readonly<Record<string, string | { readonly zh: string; readonly en: string }>>>(),
  language: col.nullable(col.oneOf('zh', 'en')),
  channel: col.nullable(col.oneOf('sms', 'email', 'office')),
  recipient: col.nullable(col.bytes),
  state: col.oneOf('failed', 'queued', 'sending', 'sent', 'given-up', 'unreachable'),
  attempts: col.integer,
  error: col.nullable(col.text),
  createdAt: col.instant,
  nextAt: col.nullable(col.instant),
  doneAt: col.nullable(col.instant),
  countyCode: col.text,
  topic: col.text,
  personKey: col.nullable(col.uuid),
  reference: col.nullable(col.integer),
}

export type MessageRow = RowOf<typeof MESSAGE_ROW>

/** Messages to people of an area, the newest first. */
export const findMessages = (
  sql: Sql,
  topic: string,
  area: string,
  filter: { readonly campaign: string | null; readonly state: string | null; readonly office: boolean; readonly before: number },
  limit: number,
): Promise<MessageRow[]> =>
  sql.query(
    ...named(
      `SELECT o.county_code AS "countyCode", o.id, o.topic, o.template, o.parameters, o.person_key AS "personKey", o.reference, o.language, o.channel,
       o.recipient, o.state, o.attempts, o.error, o.created_at AS "createdAt",
       CASE WHEN o.state IN ('queued', 'failed') THEN o.next_at END AS "nextAt", o.done_at AS "doneAt"
     FROM outbox o
     WHERE o.topic = :topic AND starts_with(o.area_code, :area) AND (:campaign::uuid IS NULL OR o.batch = :campaign) AND (:state::text IS NULL OR o.state = :state)
       AND (o.channel IS NOT DISTINCT FROM 'office') = :office AND o.id < :before
     ORDER BY o.id DESC LIMIT :limit`,
      { topic, area, campaign: filter.campaign, state: filter.state, office: filter.office, before: filter.before, limit },
    ),
    MESSAGE_ROW,
  )

/** Queues again what was given up or had no contact, to be looked up anew. Returns how many messages. */
export const requeueEnded = (tx: Sql, topic: string, area: string, campaign: string | null, at: Date): Promise<number> =>
  tx.run(
    `UPDATE outbox SET state = 'queued', attempts = 0, next_at = $4, error = NULL, done_at = NULL, recipient = NULL, channel = NULL
     WHERE topic = $1 AND starts_with(area_code, $2) AND ($3::uuid IS NULL OR batch = $3) AND state IN ('given-up', 'unreachable')`,
    [topic, area, campaign, at],
  )

// ── how voters want to be reached ──────────────────────────────────────────────────────────────────────────────────────────────────

const VOTER_CONTACT_ROW = {
  personKey: col.uuid,
  sealed: col.bytes,
  language: col.oneOf('zh', 'en'),
  /** The voter wants no messages: none is sent, by no other contact either. */
  declined: col.boolean,
}

export type VoterContactRow = RowOf<typeof VOTER_CONTACT_ROW>

/** How these voters want to be reached, as far as they have said so. */
export const findVoterContacts = (sql: Sql, personKeys: readonly string[]): Promise<VoterContactRow[]> =>
  sql.query(
    'SELECT person_key AS "personKey", sealed, language, declined FROM voter_contact WHERE person_key = ANY($1::uuid[])',
    [personKeys],
    VOTER_CONTACT_ROW,
  )

export const findVoterContact = async (sql: Sql, personKey: string): Promise<Omit<VoterContactRow, 'personKey'> | undefined> =>
  (
    await sql.query('SELECT sealed, language, declined FROM voter_contact WHERE person_key = $1', [personKey], {
      sealed: col.bytes,
      language: col.oneOf('zh', 'en'),
      declined: col.boolean,
    })
  )[0]

/** Stores how a voter wants to be reached, or that the voter wants no messages. */
export const saveVoterContact = (
  tx: Sql,
  personKey: string,
  contact: { readonly sealed: Uint8Array; readonly language: string; readonly declined: boolean; readonly at: Date },
): Promise<number> =>
  tx.run(
    `INSERT INTO voter_contact (person_key, sealed, language, declined, updated_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (person_key) DO UPDATE SET sealed = excluded.sealed, language = excluded.language, declined = excluded.declined,
       updated_at = excluded.updated_at`,
    [personKey, contact.sealed, contact.language, contact.declined, contact.at],
  )

/** Removes the recipients of a topic that has ended (PIPL 19). That messages were sent is kept. */
export const forgetRecipients = (tx: Sql, topic: string): Promise<number> =>
  tx.run(
    `UPDATE outbox SET recipient = NULL, person_key = NULL, dedupe_key = 'closed/' || id::text,
       state = CASE WHEN state IN ('queued', 'sending', 'failed') THEN 'given-up' ELSE state END
     WHERE topic = $1`,
    [topic],
  )

/**
 * Deletes how voters want to be reached. It serves every open election, so this is for when there is none. That someone wants no messages stays:
 * it holds no contact, and the next election's files may.
 */
export const forgetVoterContacts = (tx: Sql): Promise<number> => tx.run('DELETE FROM voter_contact WHERE NOT declined')
