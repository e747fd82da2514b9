/** Previews of versions, and the open cases that touch what would be published. */
import type { Level } from '@mingce/domain/election'
import type { Text } from '@mingce/domain/result'
import type { Change } from '@mingce/domain/roll'
import { col, jsonOf, named, type RowOf, type Sql } from '../../platform/database/index.ts'

/** What a version says of a district, and a digest of it. */
export interface TallyDistrict extends Record<Change, number> {
  readonly level: Level
  readonly code: string
  readonly digest: string
}

/** Registrations of a district that somebody has yet to decide about. */
export interface OpenCases {
  /** Not listed until they are decided. */
  readonly waiting: number
  /** Listed, though a finding about them is open (EL 27). */
  readonly standing: number
  /** Objections that nobody has decided yet (EL 29). */
  readonly objections: number
}

/** A district of a preview. One without entries is there for its open cases. */
export interface PreviewDistrict extends TallyDistrict {
  readonly name: string
  readonly cases: OpenCases
}

/** What a preview holds besides its figures. */
export interface PreviewContent {
  readonly districts: readonly PreviewDistrict[]
  /** Objections of no district that is known. */
  readonly objectionsElsewhere: number
  /** Districts whose poster leaves the hours and the place blank. */
  readonly withoutPlace: number
  /** Characters without a glyph, and what is printed for them. */
  readonly glyphs: readonly {
    readonly codePoint: number
    readonly handling: 'blank' | 'picture'
    readonly decidedBy: string
    readonly uses: number
    readonly chosen: boolean
  }[]
  /** Which font would have them; null: nothing is missing. */
  readonly fontAdvice: Text | null
  /** Registered people whom no district takes. */
  readonly leftOff: number
  /** Registered people on whom nobody decided whether they elect the township's deputies; previews made before have none. */
  readonly undecided?: number
}

/** A second officer of the level above, and how they confirmed. */
export interface SecondConfirmed {
  readonly id: string
  readonly name: string
  readonly details: Readonly<Record<string, string>>
}

const PREVIEW = {
  electionId: col.text,
  id: col.integer,
  version: col.integer,
  kind: col.oneOf('list', 'supplement'),
  digest: col.text,
  entries: col.integer,
  people: col.integer,
  content: col.json<PreviewContent>(),
  lateReason: col.nullable(col.text),
  preparedBy: col.text,
  preparedById: col.text,
  preparedAt: col.instant,
  second: col.nullable(col.json<SecondConfirmed>()),
  confirmedBy: col.nullable(col.text),
  confirmedAt: col.nullable(col.instant),
}
export type PreviewRow = RowOf<typeof PREVIEW>

const COLUMNS = `election_id AS "electionId", id, version, kind, digest, entries, people, content, late_reason AS "lateReason",
  prepared_by AS "preparedBy", prepared_by_id AS "preparedById", prepared_at AS "preparedAt", second, confirmed_by AS "confirmedBy",
  confirmed_at AS "confirmedAt"`

/** The preview that waits for a second person. */
export const findPreview = async (sql: Sql, electionId: string): Promise<PreviewRow | undefined> =>
  (
    await sql.query(
      `SELECT ${COLUMNS} FROM roll_preview WHERE election_id = $1 AND confirmed_at IS NULL ORDER BY id DESC LIMIT 1`,
      [electionId],
      PREVIEW,
    )
  )[0]

/** One preview, held until the transaction ends. */
export const lockPreview = async (tx: Sql, electionId: string, id: number): Promise<PreviewRow | undefined> =>
  (
    await tx.query(`SELECT ${COLUMNS} FROM roll_preview WHERE election_id = $1 AND id = $2 FOR UPDATE`, [electionId, id], PREVIEW)
  )[0]

/** Saves a preview in place of one that waited. Returns its number. */
export const insertPreview = async (
  tx: Sql,
  row: Omit<PreviewRow, 'id' | 'second' | 'confirmedBy' | 'confirmedAt'>,
): Promise<number> => {
  await tx.run('DELETE FROM roll_preview WHERE election_id = $1 AND confirmed_at IS NULL', [row.electionId])
  const [made] = await tx.query(
    ...named(
      `INSERT INTO roll_preview (election_id, version, kind, digest, entries, people, content, late_reason, prepared_by, prepared_by_id,
       prepared_at) VALUES (:electionId, :version, :kind, :digest, :entries, :people, :content::jsonb, :lateReason, :preparedBy,
       :preparedById, :preparedAt) RETURNING id`,
      { ...row, content: jsonOf(row.content) },
    ),
    { id: col.integer },
  )
  return made?.id ?? 0
}

/** Notes that the level above confirmed a preview, so that the officer who prepared it can publish it. */
export const markSecond = (
  tx: Sql,
  { electionId, id }: Pick<PreviewRow, 'electionId' | 'id'>,
  second: SecondConfirmed,
): Promise<number> =>
  tx.run('UPDATE roll_preview SET second = $3 WHERE election_id = $1 AND id = $2', [electionId, id, jsonOf(second)])

/** Notes who confirmed a preview, with the version that it became. */
export const markConfirmed = (
  tx: Sql,
  { electionId, id }: Pick<PreviewRow, 'electionId' | 'id'>,
  by: { readonly id: string; readonly name: string },
  at: Date,
): Promise<number> =>
  tx.run(
    'UPDATE roll_preview SET confirmed_by = $3, confirmed_by_id = $4, confirmed_at = $5 WHERE election_id = $1 AND id = $2',
    [electionId, id, by.name, by.id, at],
  )

const DISTRICT_OF: Readonly<Record<Level, string>> = { county: 'county_district', township: 'township_district' }

const CASES = { code: col.text, waiting: col.integer, standing: col.integer }

/** Open cases by district of a level: registrations that wait, and listed ones with an open finding. */
export const openCases = (tx: Sql, electionId: string, level: Level): Promise<RowOf<typeof CASES>[]> =>
  tx.query(
    `SELECT r.${DISTRICT_OF[level]} AS code, count(*) FILTER (WHERE r.status <> 'registered') AS waiting,
       count(*) FILTER (WHERE r.status = 'registered') AS standing
     FROM registration r LEFT JOIN (
       SELECT DISTINCT person_key, county_code, registration_id FROM finding WHERE election_id = $1 AND state = 'open'
     ) AS doubted ON doubted.person_key = r.person_key AND doubted.county_code = r.county_code AND doubted.registration_id = r.id
     WHERE r.election_id = $1 AND r.${DISTRICT_OF[level]} IS NOT NULL
       AND (r.status IN ('review', 'pending') OR r.status = 'registered' AND doubted.registration_id IS NOT NULL)
     GROUP BY 1`,
    [electionId],
    CASES,
  )

const OBJECTED = { countyCode: col.text, registrationId: col.nullable(col.integer) }

/** Objections that are not closed, each with the registration that it is about where that is known. */
export const findOpenObjections = (tx: Sql, electionId: string): Promise<RowOf<typeof OBJECTED>[]> =>
  tx.query(
    `SELECT county_code AS "countyCode", registration_id AS "registrationId" FROM objection
     WHERE election_id = $1 AND state IN ('filed', 'suit')`,
    [electionId],
    OBJECTED,
  )

const STANDING = {
  countyCode: col.text,
  registrationId: col.integer,
  county: col.nullable(col.text),
  township: col.nullable(col.text),
}

/** Districts of registrations. */
export const findStanding = (
  tx: Sql,
  electionId: string,
  counties: readonly string[],
  ids: readonly number[],
): Promise<RowOf<typeof STANDING>[]> =>
  tx.query(
    `SELECT county_code AS "countyCode", id AS "registrationId", county_district AS county, township_district AS township
     FROM registration WHERE election_id = $1 AND county_code = ANY($2::text[]) AND id = ANY($3::bigint[])`,
    [electionId, [...counties], [...ids]],
    STANDING,
  )
