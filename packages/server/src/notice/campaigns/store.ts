/** Notices as sets: who a reminder goes to, how each is reached, and how far the messages are. One statement queues a hundred thousand. */
import type { Audience } from '@mingce/domain/notice'
import type { Sql, SqlValue } from '../../platform/database/index.ts'
import { ELIGIBLE, type ListScope, scopeValues } from '../../registration/index.ts'
import type { Channel, MessageState } from '../delivery/index.ts'

/** People of an audience in an area: person_key, reference, area_code, county_code, contact_block, contact_index. */
const peopleOf = (audience: Audience, scope: ListScope): { readonly sql: string; readonly values: readonly SqlValue[] } =>
  audience === 'not-yet-registered'
    ? {
        sql: `SELECT p.person_key, NULL::bigint AS reference, coalesce(p.community_code, $5) AS area_code, left(coalesce(p.community_code, $5), 6) AS county_code,
                p.contact_block, p.contact_index ${ELIGIBLE} AND c.person_key IS NULL`,
        values: scopeValues(scope),
      }
    : {
        sql: `SELECT r.person_key, r.id AS reference, coalesce(r.community_code, $2) AS area_code, r.county_code,
                coalesce(r.contact_block, p.contact_block) AS contact_block,
                CASE WHEN r.contact_block IS NULL THEN p.contact_index ELSE r.contact_index END AS contact_index
              FROM registration r
              LEFT JOIN population_extract x ON x.election_id = r.election_id AND x.state = 'current'
              LEFT JOIN population p ON p.person_key = r.person_key AND p.extract_id = x.id
              WHERE r.election_id = $1 AND r.status = $4 AND ($2 = $3 OR starts_with(coalesce(r.community_code, $2), $3))`,
        values: [scope.electionId, scope.electionArea, scope.area, audience],
      }

export interface ContactGroup {
  /** People who said themselves how they want to be reached. */
  readonly given: boolean
  readonly block: number | null
  readonly indexes: readonly number[]
  readonly people: number
}

/** People of an audience by the sealed block that holds their contacts. */
export const findContactGroups = (sql: Sql, audience: Audience, scope: ListScope): Promise<ContactGroup[]> => {
  const people = peopleOf(audience, scope)
  return sql.query<ContactGroup>(
    `SELECT given, CASE WHEN given THEN NULL ELSE contact_block END AS block, count(*) AS people,
       coalesce(array_agg(contact_index) FILTER (WHERE NOT given AND contact_index IS NOT NULL), '{}') AS indexes
     FROM (SELECT q.*, v.person_key IS NOT NULL AS given FROM (${people.sql}) q LEFT JOIN voter_contact v ON v.person_key = q.person_key) k GROUP BY 1, 2`,
    [...people.values],
  )
}

export interface NewCampaign {
  readonly countyCode: string
  readonly id: string
  readonly electionId: string
  readonly template: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly audience: Audience
  readonly by: string
  readonly at: Date
  /** Nobody is written to before. */
  readonly from: Date
  /** The day, in the key of each message: the same reminder goes to a person once a day. */
  readonly day: string
}

export interface Queued {
  readonly people: number
  readonly queued: number
  readonly repeated: number
}

/** Queues one message for each person of the audience who has a contact, and writes the campaign. */
export const queueCampaign = async (tx: Sql, campaign: NewCampaign, scope: ListScope): Promise<Queued> => {
  const people = peopleOf(campaign.audience, scope)
  const at = (n: number) => `$${people.values.length + n}`
  const [counted] = await tx.query<{ people: number; candidates: number; queued: number }>(
    `WITH people AS MATERIALIZED (
       SELECT q.*, v.person_key IS NOT NULL OR q.contact_block IS NOT NULL AS reachable
       FROM (${people.sql}) q LEFT JOIN voter_contact v ON v.person_key = q.person_key
     ), made AS (
       INSERT INTO outbox (county_code, topic, batch, area_code, template, parameters, person_key, reference, dedupe_key, state, next_at, created_at)
       SELECT county_code, $1, ${at(1)}::uuid, area_code, ${at(2)}, ${at(3)}::jsonb, person_key, reference,
         ${at(2)} || '/' || $1 || '/' || ${at(4)} || '/' || person_key::text, 'queued', ${at(5)}, ${at(6)}
       FROM people WHERE reachable ORDER BY area_code, contact_block, contact_index
       ON CONFLICT (county_code, dedupe_key) DO NOTHING RETURNING 1
     )
     SELECT (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM people WHERE reachable) AS candidates, (SELECT count(*) FROM made) AS queued`,
    [...people.values, campaign.id, campaign.template, campaign.parameters, campaign.day, campaign.from, campaign.at],
  )
  const { people: all = 0, candidates = 0, queued = 0 } = counted ?? {}
  await tx.run(
    `INSERT INTO notice_campaign (county_code, id, election_id, template, parameters, area_code, audience, people, queued, repeated, by_user, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      campaign.countyCode,
      campaign.id,
      campaign.electionId,
      campaign.template,
      campaign.parameters,
      scope.area,
      campaign.audience,
      all,
      queued,
      candidates - queued,
      campaign.by,
      campaign.at,
    ],
  )
  return { people: all, queued, repeated: candidates - queued }
}

export interface CampaignRow {
  readonly id: string
  readonly template: string
  readonly areaCode: string
  readonly areaName: string
  readonly audience: Audience
  readonly people: number
  readonly queued: number
  readonly repeated: number
  readonly by: string
  readonly at: Date
}

/** Campaigns that have to do with an area: those sent within it, and those sent to an area around it. Newest first. */
export const findCampaigns = (sql: Sql, electionId: string, area: string): Promise<CampaignRow[]> =>
  sql.query<CampaignRow>(
    `SELECT n.id, n.template, n.area_code AS "areaCode", coalesce(a.name, n.area_code) AS "areaName", n.audience, n.people, n.queued, n.repeated,
       n.by_user AS by, n.at
     FROM notice_campaign n LEFT JOIN area a ON a.code = n.area_code
     WHERE n.election_id = $1 AND (starts_with(n.area_code, $2) OR starts_with($2, n.area_code)) ORDER BY n.at DESC, n.id LIMIT 100`,
    [electionId, area],
  )

/** Messages to people of an area by campaign (null: single notices), state and error. */
export const countMessages = (
  sql: Sql,
  electionId: string,
  area: string,
): Promise<{ batch: string | null; state: MessageState; error: string | null; messages: number }[]> =>
  sql.query(
    `SELECT batch, state, error, count(*) AS messages FROM outbox
     WHERE topic = $1 AND starts_with(area_code, $2) AND channel IS DISTINCT FROM 'office' GROUP BY batch, state, error`,
    [electionId, area],
  )

export interface MessageRow {
  readonly countyCode: string
  readonly id: number
  readonly template: string
  readonly parameters: Readonly<Record<string, string | { readonly zh: string; readonly en: string }>>
  readonly language: 'zh' | 'en' | null
  readonly name: string | null
  readonly channel: Channel | null
  readonly recipient: Uint8Array | null
  readonly state: MessageState
  readonly attempts: number
  readonly error: string | null
  readonly createdAt: Date
  readonly nextAt: Date | null
  readonly doneAt: Date | null
}

/** Messages of an area, newest first. */
export const findMessages = (
  sql: Sql,
  electionId: string,
  area: string,
  filter: { readonly campaign: string | null; readonly state: string | null; readonly office: boolean; readonly before: number },
  limit: number,
): Promise<MessageRow[]> =>
  sql.query<MessageRow>(
    `SELECT o.county_code AS "countyCode", o.id, o.template, o.parameters, o.language, coalesce(r.name, p.name) AS name, o.channel, o.recipient, o.state,
       o.attempts, o.error, o.created_at AS "createdAt", CASE WHEN o.state IN ('queued', 'failed') THEN o.next_at END AS "nextAt", o.done_at AS "doneAt"
     FROM outbox o
     LEFT JOIN registration r ON r.county_code = o.county_code AND r.id = o.reference
     LEFT JOIN population_extract x ON x.election_id = o.topic AND x.state = 'current'
     LEFT JOIN population p ON p.person_key = o.person_key AND p.extract_id = x.id
     WHERE o.topic = $1 AND starts_with(o.area_code, $2) AND ($3::uuid IS NULL OR o.batch = $3) AND ($4::text IS NULL OR o.state = $4)
       AND (o.channel IS NOT DISTINCT FROM 'office') = $5 AND o.id < $6
     ORDER BY o.id DESC LIMIT $7`,
    [electionId, area, filter.campaign, filter.state, filter.office, filter.before, limit],
  )

/** Queues again what was given up or had no contact; how each is reached is looked up anew. Returns how many. */
export const requeueEnded = (tx: Sql, electionId: string, area: string, campaign: string | null, at: Date): Promise<number> =>
  tx.run(
    `UPDATE outbox SET state = 'queued', attempts = 0, next_at = $4, error = NULL, done_at = NULL, recipient = NULL, channel = NULL
     WHERE topic = $1 AND starts_with(area_code, $2) AND ($3::uuid IS NULL OR batch = $3) AND state IN ('given-up', 'unreachable')`,
    [electionId, area, campaign, at],
  )

// ── how people are reached ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Addressee {
  readonly countyCode: string
  readonly topic: string
  readonly personKey: string | null
  readonly reference: number | null
}

export interface ContactRow {
  readonly given: Uint8Array | null
  readonly language: 'zh' | 'en' | null
  readonly block: number | null
  readonly index: number | null
}

/** Where the contacts of these people lie, in the same order: what the voter gave, and the registration's or the register's block. */
export const findContactsOf = (sql: Sql, people: readonly Addressee[]): Promise<ContactRow[]> =>
  sql.query<ContactRow>(
    `SELECT v.sealed AS given, v.language, coalesce(r.contact_block, p.contact_block) AS block,
       CASE WHEN r.contact_block IS NULL THEN p.contact_index ELSE r.contact_index END AS index
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[]) WITH ORDINALITY AS o(county, topic, person, reference, n)
     LEFT JOIN registration r ON r.county_code = o.county AND r.id = o.reference
     LEFT JOIN voter_contact v ON v.person_key = coalesce(o.person, r.person_key)
     LEFT JOIN population_extract x ON x.election_id = o.topic AND x.state = 'current'
     LEFT JOIN population p ON p.person_key = coalesce(o.person, r.person_key) AND p.extract_id = x.id
     ORDER BY o.n`,
    [people.map(p => p.countyCode), people.map(p => p.topic), people.map(p => p.personKey), people.map(p => p.reference)],
  )

export const findVoterContact = async (
  sql: Sql,
  personKey: string,
): Promise<{ sealed: Uint8Array; language: 'zh' | 'en' } | undefined> =>
  (
    await sql.query<{ sealed: Uint8Array; language: 'zh' | 'en' }>(
      'SELECT sealed, language FROM voter_contact WHERE person_key = $1',
      [personKey],
    )
  )[0]

/** Keeps how a voter wants to be reached; null forgets it. */
export const saveVoterContact = (
  tx: Sql,
  personKey: string,
  contact: { readonly sealed: Uint8Array; readonly language: string; readonly at: Date } | null,
): Promise<number> =>
  contact === null
    ? tx.run('DELETE FROM voter_contact WHERE person_key = $1', [personKey])
    : tx.run(
        `INSERT INTO voter_contact (person_key, sealed, language, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_key) DO UPDATE SET sealed = excluded.sealed, language = excluded.language, updated_at = excluded.updated_at`,
        [personKey, contact.sealed, contact.language, contact.at],
      )

/** Whom messages of an election went to is not kept when it is over (PIPL 19); that they were sent, is. */
export const forgetRecipients = async (tx: Sql, electionId: string): Promise<void> => {
  await tx.run(
    `UPDATE outbox SET recipient = NULL, person_key = NULL, dedupe_key = 'closed/' || id::text,
       state = CASE WHEN state IN ('queued', 'sending', 'failed') THEN 'given-up' ELSE state END
     WHERE topic = $1`,
    [electionId],
  )
  // What voters said of themselves serves every election that goes on, and none other.
  await tx.run(`DELETE FROM voter_contact WHERE NOT EXISTS (SELECT FROM election WHERE state <> 'closed' AND id <> $1)`, [
    electionId,
  ])
}
