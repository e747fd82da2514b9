/** The city's register of people without the vote: authorities, their keys, the messages that were taken, and the entries. */
import { AUTHORITY_KINDS, type FeedEntry, FOR_LIFE } from '@mingce/domain/population'
import { col, jsonOf, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const AUTHORITY_ROW = {
  id: col.text,
  name: col.text,
  kind: col.oneOf(...AUTHORITY_KINDS),
  /** Its entries concern the elections of this area. */
  areaCode: col.text,
  lastSequence: col.integer,
}

export type Authority = RowOf<typeof AUTHORITY_ROW>

export interface AuthorityKey {
  readonly authorityId: string
  readonly keyId: string
  readonly algorithm: 'ed25519' | 'sm2'
  readonly publicKey: string
  readonly validFrom: Date
  readonly validTo: Date | null
}

const AUTHORITY = 'id, name, kind, area_code AS "areaCode", last_sequence AS "lastSequence"'
const KEY = `authority_id AS "authorityId", key_id AS "keyId", algorithm, public_key AS "publicKey", valid_from AS "validFrom", valid_to AS "validTo"`

export const findAuthorities = (sql: Sql): Promise<Authority[]> =>
  sql.query(`SELECT ${AUTHORITY} FROM authority ORDER BY id`, [], AUTHORITY_ROW)

export const findAuthority = async (sql: Sql, id: string): Promise<Authority | undefined> =>
  (await sql.query(`SELECT ${AUTHORITY} FROM authority WHERE id = $1`, [id], AUTHORITY_ROW))[0]

/** The authority, for this transaction alone: its messages count one after the other. */
export const lockAuthority = async (tx: Sql, id: string): Promise<Authority | undefined> =>
  (await tx.query(`SELECT ${AUTHORITY} FROM authority WHERE id = $1 FOR UPDATE`, [id], AUTHORITY_ROW))[0]

export const insertAuthority = (tx: Sql, authority: Omit<Authority, 'lastSequence'>, by: string, at: Date): Promise<number> =>
  tx.run(
    `INSERT INTO authority (id, name, kind, area_code, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [authority.id, authority.name, authority.kind, authority.areaCode, at, by],
  )

const AUTHORITY_KEYS = {
  authorityId: col.text,
  keyId: col.text,
  algorithm: col.oneOf('ed25519', 'sm2'),
  publicKey: col.text,
  validFrom: col.instant,
  validTo: col.nullable(col.instant),
}

/** Keys of all authorities, or of one; newest first. */
export const findAuthorityKeys = (sql: Sql, authorityId: string | null): Promise<AuthorityKey[]> =>
  sql.query(
    `SELECT ${KEY} FROM authority_key WHERE $1::text IS NULL OR authority_id = $1 ORDER BY authority_id, valid_from DESC, key_id`,
    [authorityId],
    AUTHORITY_KEYS,
  )

export const insertAuthorityKey = (tx: Sql, key: AuthorityKey, by: string, at: Date): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO authority_key (authority_id, key_id, algorithm, public_key, valid_from, valid_to, added_at, added_by)
     VALUES (:authorityId, :keyId, :algorithm, :publicKey, :validFrom, :validTo, :at, :by) ON CONFLICT DO NOTHING`,
      {
        authorityId: key.authorityId,
        keyId: key.keyId,
        algorithm: key.algorithm,
        publicKey: key.publicKey,
        validFrom: key.validFrom,
        validTo: key.validTo,
        at,
        by,
      },
    ),
  )

/** Whether an authority, a partner or this installation has a key already: no two share one. */
export const isKeyKnown = async (sql: Sql, keyId: string): Promise<boolean> =>
  (
    await sql.query(
      `SELECT EXISTS (SELECT FROM authority_key WHERE key_id = $1) OR EXISTS (SELECT FROM partner_key WHERE key_id = $1) AS known`,
      [keyId],
      { known: col.boolean },
    )
  )[0]?.known === true

/** Ends every key of an authority that would still be valid then. */
export const endAuthorityKeys = (tx: Sql, authorityId: string, at: Date): Promise<number> =>
  tx.run('UPDATE authority_key SET valid_to = $2 WHERE authority_id = $1 AND (valid_to IS NULL OR valid_to > $2)', [
    authorityId,
    at,
  ])

/** What a message came to: entries = added + replaced + withdrawn + unchanged + refused. */
export interface FeedCounts {
  readonly entries: number
  readonly added: number
  readonly replaced: number
  readonly withdrawn: number
  readonly unchanged: number
  readonly refused: number
}

export interface RefusedLine {
  readonly line: number
  readonly codes: readonly string[]
}

const FEED_MESSAGE = {
  authorityId: col.text,
  sequence: col.integer,
  keyId: col.text,
  digest: col.text,
  signature: col.text,
  channel: col.oneOf('file', 'api'),
  issuedAt: col.instant,
  receivedAt: col.instant,
  /** A letter a line: added, replaced, withdrawn, unchanged, x refused. */
  outcomes: col.text,
  refusals: col.json<readonly RefusedLine[]>(),
  /** Of standing registrations: findings that were opened, and that no longer hold. */
  findings: col.json<{ readonly opened: number; readonly withdrawn: number }>(),
  entries: col.integer,
  added: col.integer,
  replaced: col.integer,
  withdrawn: col.integer,
  unchanged: col.integer,
  refused: col.integer,
}

export type FeedMessage = RowOf<typeof FEED_MESSAGE>

const MESSAGE = `authority_id AS "authorityId", sequence, key_id AS "keyId", digest, signature, channel, issued_at AS "issuedAt", received_at AS "receivedAt",
  entries, added, replaced, withdrawn, unchanged, refused, outcomes, refusals, findings`

export const findMessage = async (sql: Sql, authorityId: string, sequence: number): Promise<FeedMessage | undefined> =>
  (
    await sql.query(
      `SELECT ${MESSAGE} FROM disqualification_feed WHERE authority_id = $1 AND sequence = $2`,
      [authorityId, sequence],
      FEED_MESSAGE,
    )
  )[0]

/** The last message of each authority. */
export const findLastMessages = (sql: Sql): Promise<FeedMessage[]> =>
  sql.query(
    `SELECT DISTINCT ON (authority_id) ${MESSAGE} FROM disqualification_feed ORDER BY authority_id, sequence DESC`,
    [],
    FEED_MESSAGE,
  )

/** Keeps that a message was taken; the next one has the number after it. */
export const insertMessage = async (tx: Sql, message: FeedMessage): Promise<void> => {
  await tx.run(
    ...named(
      `INSERT INTO disqualification_feed (authority_id, sequence, key_id, digest, signature, channel, issued_at, received_at, entries, added, replaced,
       withdrawn, unchanged, refused, outcomes, refusals, findings)
     VALUES (:authorityId, :sequence, :keyId, :digest, :signature, :channel, :issuedAt, :receivedAt, :entries, :added, :replaced, :withdrawn, :unchanged, :refused, :outcomes, :refusals::jsonb, :findings::jsonb)`,
      {
        authorityId: message.authorityId,
        sequence: message.sequence,
        keyId: message.keyId,
        digest: message.digest,
        signature: message.signature,
        channel: message.channel,
        issuedAt: message.issuedAt,
        receivedAt: message.receivedAt,
        entries: message.entries,
        added: message.added,
        replaced: message.replaced,
        withdrawn: message.withdrawn,
        unchanged: message.unchanged,
        refused: message.refused,
        outcomes: message.outcomes,
        refusals: jsonOf(message.refusals),
        findings: jsonOf(message.findings),
      },
    ),
  )
  await tx.run('UPDATE authority SET last_sequence = $2 WHERE id = $1', [message.authorityId, message.sequence])
}

export interface KeyedEntry {
  readonly key: string
  readonly line: number
  readonly entry: FeedEntry
}

/** The last day as a column: for life there is none. */
const dayOfEnd = ({ to }: FeedEntry): string | null => (to === FOR_LIFE ? null : to)

export type EntryOutcome = 'added' | 'replaced' | 'withdrawn' | 'unchanged' | 'refused'

/**
 * Takes entries of one message, no two of which are about the same person, ground and document. One that stands just so is unchanged;
 * with other particulars the new one counts and the old one stays to be read. Returns each one's outcome, in their order; refused: it
 * takes back what does not stand.
 */
export const takeEntries = async (
  tx: Sql,
  authority: Pick<Authority, 'id' | 'areaCode'>,
  sequence: number,
  entries: readonly KeyedEntry[],
): Promise<EntryOutcome[]> => {
  const standing = await tx.query(
    ...named(
      `SELECT e.place, d.id,
       (d.name, d.decided_by, d.from_date, d.to_date, d.sentence_from, d.sentence_to)
         IS NOT DISTINCT FROM (e.name, e.decided_by, e.from_date, e.to_date, e.sentence_from, e.sentence_to) AS same
     FROM unnest(:entries::uuid[], :entries3::text[], :entries4::text[], :entries5::text[], :entries6::text[], :entries7::date[], :entries8::date[],
         :sentencesFrom::date[], :sentencesTo::date[])
       WITH ORDINALITY AS e(key, name, ground, decided_by, document_no, from_date, to_date, sentence_from, sentence_to, place)
     JOIN disqualification_entry d ON d.person_key = e.key AND d.authority_id = :id AND d.ground = e.ground AND d.document_no = e.document_no
       AND d.replaced_by IS NULL AND NOT d.withdrawn`,
      {
        id: authority.id,
        entries: entries.map(e => e.key),
        entries3: entries.map(e => e.entry.name),
        entries4: entries.map(e => e.entry.ground),
        entries5: entries.map(e => e.entry.decidedBy.name),
        entries6: entries.map(e => e.entry.document),
        entries7: entries.map(e => e.entry.from),
        entries8: entries.map(e => dayOfEnd(e.entry)),
        sentencesFrom: entries.map(e => e.entry.sentence?.from ?? null),
        sentencesTo: entries.map(e => e.entry.sentence?.to ?? null),
      },
    ),
    { place: col.integer, id: col.integer, same: col.boolean },
  )
  const byPlace = new Map(standing.map(row => [row.place, row]))
  const outcomes = entries.map(({ entry }, index): EntryOutcome => {
    const found = byPlace.get(index + 1)
    if (entry.withdrawn) return found ? 'withdrawn' : 'refused'
    if (!found) return 'added'
    return found.same ? 'unchanged' : 'replaced'
  })
  const fresh = entries.flatMap((keyed, index) => {
    const outcome = outcomes[index]
    return outcome === 'unchanged' || outcome === 'refused' ? [] : [{ ...keyed, old: byPlace.get(index + 1)?.id ?? null }]
  })
  if (fresh.length > 0) {
    const made = await tx.query(
      ...named(
        `INSERT INTO disqualification_entry (person_key, authority_id, sequence, line, area_code, name, ground, decided_by, document_no, from_date,
         to_date, withdrawn, sentence_from, sentence_to)
       SELECT e.key, :id, :sequence, e.line, :areaCode, e.name, e.ground, e.decided_by, e.document_no, e.from_date, e.to_date, e.withdrawn,
         e.sentence_from, e.sentence_to
       FROM unnest(:fresh::uuid[], :fresh5::integer[], :fresh6::text[], :fresh7::text[], :fresh8::text[], :fresh9::text[], :fresh10::date[], :fresh11::date[], :fresh12::boolean[],
         :sentencesFrom::date[], :sentencesTo::date[])
         AS e(key, line, name, ground, decided_by, document_no, from_date, to_date, withdrawn, sentence_from, sentence_to)
       RETURNING person_key AS key, id, line`,
        {
          id: authority.id,
          sequence,
          areaCode: authority.areaCode,
          fresh: fresh.map(e => e.key),
          fresh5: fresh.map(e => e.line),
          fresh6: fresh.map(e => e.entry.name),
          fresh7: fresh.map(e => e.entry.ground),
          fresh8: fresh.map(e => e.entry.decidedBy.name),
          fresh9: fresh.map(e => e.entry.document),
          fresh10: fresh.map(e => e.entry.from),
          fresh11: fresh.map(e => dayOfEnd(e.entry)),
          sentencesFrom: fresh.map(e => e.entry.sentence?.from ?? null),
          sentencesTo: fresh.map(e => e.entry.sentence?.to ?? null),
          fresh12: fresh.map(e => e.entry.withdrawn),
        },
      ),
      { key: col.uuid, id: col.integer, line: col.integer },
    )
    const oldByLine = new Map(fresh.map(e => [e.line, e.old]))
    const replacing = made.flatMap(row => {
      const old = oldByLine.get(row.line)
      return old ? [{ ...row, old }] : []
    })
    if (replacing.length > 0)
      await tx.run(
        `UPDATE disqualification_entry d SET replaced_by = m.id FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS m(key, id, old)
         WHERE d.person_key = m.key AND d.id = m.old`,
        [replacing.map(row => row.key), replacing.map(row => row.id), replacing.map(row => row.old)],
      )
  }
  return outcomes
}

/**
 * Brings what checks ask (`disqualification`) up to the register: for one election or all that are not closed, for these people or all.
 * Done twice it changes nothing. A copy whose entry was replaced points to the copy of the newer one; of a withdrawn one, to itself.
 */
export const copyToElections = async (
  tx: Sql,
  { electionId = null, people = null }: { readonly electionId?: string | null; readonly people?: readonly string[] | null },
): Promise<void> => {
  const values = [electionId, people === null ? null : [...people]]
  await tx.run(
    `INSERT INTO disqualification (person_key, election_id, entry_id, name, ground, authority, document_no, from_date, to_date,
       sentence_from, sentence_to)
     SELECT d.person_key, e.id, d.id, d.name, d.ground, d.decided_by, d.document_no, d.from_date, d.to_date, d.sentence_from, d.sentence_to
     FROM disqualification_entry d
     JOIN election e ON e.state <> 'closed' AND (starts_with(e.area_code, d.area_code) OR starts_with(d.area_code, e.area_code))
     WHERE ($1::text IS NULL OR e.id = $1) AND ($2::uuid[] IS NULL OR d.person_key = ANY($2::uuid[]))
       AND d.replaced_by IS NULL AND NOT d.withdrawn
     ON CONFLICT (person_key, election_id, entry_id) DO NOTHING`,
    values,
  )
  await tx.run(
    `UPDATE disqualification c SET replaced_by = coalesce(
       (SELECT n.id FROM disqualification n WHERE n.person_key = c.person_key AND n.election_id = c.election_id AND n.entry_id = d.replaced_by), c.id)
     FROM disqualification_entry d
     WHERE d.person_key = c.person_key AND d.id = c.entry_id AND d.replaced_by IS NOT NULL AND c.replaced_by IS NULL
       AND ($1::text IS NULL OR c.election_id = $1) AND ($2::uuid[] IS NULL OR d.person_key = ANY($2::uuid[]))`,
    values,
  )
}

/** Entries that have ended or were taken back, where no election of their area is open. */
const ENDED = `d.replaced_by IS NULL AND (d.withdrawn OR d.to_date < $1::date) AND NOT EXISTS (
         SELECT FROM election e WHERE e.state <> 'closed' AND (starts_with(e.area_code, d.area_code) OR starts_with(d.area_code, e.area_code)))`

/** Authorities that have sent such entries, with the areas of these. */
export const findEndedFeeds = (tx: Sql, today: string): Promise<{ authorityId: string; areaCode: string }[]> =>
  tx.query(
    `SELECT DISTINCT d.authority_id AS "authorityId", d.area_code AS "areaCode" FROM disqualification_entry d WHERE ${ENDED} ORDER BY 1, 2`,
    [today],
    { authorityId: col.text, areaCode: col.text },
  )

/**
 * Deletes what an authority sent for an area and ended before `today` or was taken back, where no election of the area is open, with the entries that it corrected. What an
 * election asked of it stays in its copies. Returns how many went.
 */
export const deleteEndedEntries = async (tx: Sql, today: string, authorityId: string, areaCode: string): Promise<number> => {
  const [row] = await tx.query(
    `WITH ended AS (
       SELECT d.person_key, d.authority_id, d.ground, d.document_no FROM disqualification_entry d
       WHERE d.authority_id = $2 AND d.area_code = $3 AND ${ENDED}
     ), gone AS (
       DELETE FROM disqualification_entry d USING ended x
       WHERE d.person_key = x.person_key AND d.authority_id = x.authority_id AND d.ground = x.ground AND d.document_no = x.document_no
       RETURNING d.authority_id
     )
     SELECT count(*) AS entries FROM gone`,
    [today, authorityId, areaCode],
    { entries: col.integer },
  )
  return row?.entries ?? 0
}

/** Elections that are not closed and that entries of an area concern. */
export const findElectionsFed = async (tx: Sql, areaCode: string): Promise<string[]> =>
  (
    await tx.query(
      `SELECT id FROM election WHERE state <> 'closed' AND (starts_with(area_code, $1) OR starts_with($1, area_code)) ORDER BY id`,
      [areaCode],
      { id: col.text },
    )
  ).map(row => row.id)
