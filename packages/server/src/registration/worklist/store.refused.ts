/** Refused rows that nobody has mended, or those that are: in pages, in the order of their files, and by what they were refused for. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import { MENDED } from '../counts/index.ts'

const REFUSED_ITEM = {
  countyCode: col.text,
  digest: col.uuid,
  /** Of its number 15 digits are left: an officer may ask for the person. */
  canPropose: col.boolean,
  importId: col.integer,
  fileName: col.text,
  rowNo: col.integer,
  name: col.text,
  community: col.nullable(col.json<{ readonly code: string; readonly name: string }>()),
  unit: col.nullable(col.text),
  codes: col.list(col.text),
  at: col.instant,
  /** Who entered the row again, corrected; null: the person is registered by another road, or nobody has mended it. */
  mendedBy: col.nullable(col.text),
  mendedAt: col.nullable(col.instant),
  /** The instant as exact as the table has it, for the place of the row. */
  exactAt: col.text,
}

export type RefusedItem = RowOf<typeof REFUSED_ITEM>

/** Where a row is in the order of the files; those that were refused online are before them. */
export interface RefusedPlace {
  readonly importId: number
  readonly rowNo: number
  readonly at: string
  readonly digest: string
}

export interface RefusedIn {
  readonly electionId: string
  readonly electionArea: string
  readonly area: string
  readonly code: string | null
  /** Rows that wait to be mended, or those that are. */
  readonly state: 'open' | 'mended'
}

const FIRST: RefusedPlace = { importId: -1, rowNo: 0, at: '2000-01-01T00:00:00Z', digest: '00000000-0000-0000-0000-000000000000' }
const PLACE = '(coalesce(r.import_id, 0)), (coalesce(r.row_no, 0)), r.at, r.digest'

/** Rows after a place. Each is looked up whether it is mended; only as many as are answered. */
export const findRefusedIn = (
  sql: Sql,
  { electionId, electionArea, area, code, state }: RefusedIn,
  after: RefusedPlace | null,
  limit: number,
): Promise<RefusedItem[]> => {
  const { importId, rowNo, at, digest } = after ?? FIRST
  return sql.query(
    ...named(
      `SELECT q.county_code AS "countyCode", q.digest, q.evidence -> 'kept' IS NOT NULL AS "canPropose", coalesce(q.import_id, 0) AS "importId",
         coalesce(i.file_name, '网上登记 online') AS "fileName", coalesce(q.row_no, 0) AS "rowNo", q.name,
         CASE WHEN q.community_code IS NULL THEN NULL ELSE jsonb_build_object('code', q.community_code, 'name', coalesce(a.name, q.community_code)) END AS community,
         q.unit, q.codes, q.at, q.mended_by AS "mendedBy", q.mended_at AS "mendedAt", to_char(q.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "exactAt"
       FROM (SELECT r.* FROM refused_row r
         WHERE r.election_id = :electionId AND (${PLACE}) > (:importId::bigint, :rowNo::integer, :at::timestamptz, :digest::uuid)
           AND (:electionArea = :area OR starts_with(coalesce(r.community_code, :electionArea), :area)) AND (:code::text IS NULL OR :code = ANY(r.codes))
           AND ${state === 'open' ? 'NOT ' : ''}(${MENDED})
         ORDER BY ${PLACE} LIMIT :limit) q
       LEFT JOIN import i ON i.id = q.import_id LEFT JOIN area a ON a.code = q.community_code
       ORDER BY coalesce(q.import_id, 0), coalesce(q.row_no, 0), q.at, q.digest`,
      { electionId, electionArea, area, code, importId, rowNo, at, digest, limit },
    ),
    REFUSED_ITEM,
  )
}
