/** The published list as it is asked about: when it came out, its latest version, and one voter's entry. */
import { LEVELS } from '@mingce/domain/election'
import { col, prepared, type RowOf, type Sql } from '../../../platform/database/index.ts'

/** 'YYYY-MM-DD'; null: no list is out. */
export const listPublishedOn = async (sql: Sql, electionId: string): Promise<string | null> =>
  (
    await sql.query(
      `SELECT published_on AS on FROM roll_version WHERE election_id = $1 AND kind = 'list' ORDER BY version LIMIT 1`,
      [electionId],
      { on: col.day },
    )
  )[0]?.on ?? null

const LATEST = prepared('SELECT coalesce(max(version), 0) AS version FROM roll_version WHERE election_id = $1')

/** The latest version of an election's list; 0: none is published. */
export const findLatestVersion = async (sql: Sql, electionId: string): Promise<number> =>
  (await sql.query(LATEST, [electionId], { version: col.integer }))[0]?.version ?? 0

const STRETCH = {
  version: col.integer,
  level: col.oneOf(...LEVELS),
  code: col.text,
  name: col.text,
  from: col.integer,
  to: col.integer,
  publishedOn: col.day,
  kind: col.oneOf('list', 'supplement'),
}

/** A district in a version with the positions of its entries, both included. */
export type Stretch = RowOf<typeof STRETCH>

const STRETCHES = prepared(
  `SELECT d.version, d.level, d.code, d.name, (sum(d.entries) OVER before - d.entries + 1)::int AS "from", (sum(d.entries) OVER before)::int AS "to",
     v.published_on AS "publishedOn", v.kind
   FROM roll_district d JOIN roll_version v ON v.election_id = d.election_id AND v.version = d.version
   WHERE d.election_id = $1 AND d.version > $2
   WINDOW before AS (PARTITION BY d.version ORDER BY d.ordinal) ORDER BY d.version DESC`,
)

/** Districts of the versions after `version`, newest first. */
export const findStretches = (sql: Sql, electionId: string, version: number): Promise<Stretch[]> =>
  sql.query(STRETCHES, [electionId, version], STRETCH)

const ENTRY = prepared(
  `SELECT number, change FROM roll_entry
   WHERE county_code = $1 AND election_id = $2 AND version = $3 AND position BETWEEN $4 AND $5 AND registration_id = $6`,
)

/** A registration's entry in one district of one version; null: it has none there. */
export const findListedEntry = async (
  sql: Sql,
  {
    electionId,
    countyCode,
    registrationId,
  }: { readonly electionId: string; readonly countyCode: string; readonly registrationId: number },
  { version, from, to }: Stretch,
): Promise<{ readonly number: number; readonly change: string } | null> => {
  const values = [countyCode, electionId, version, from, to, registrationId]
  return (await sql.query(ENTRY, values, { number: col.integer, change: col.text }))[0] ?? null
}
