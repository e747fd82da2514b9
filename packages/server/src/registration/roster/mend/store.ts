/** A refused row as it is mended. */
import { col, named, type RowOf, type Sql } from '../../../platform/database/index.ts'

const REFUSED = {
  personKey: col.uuid,
  communityCode: col.nullable(col.text),
  rowNo: col.nullable(col.integer),
  channel: col.nullable(col.text),
  fileName: col.nullable(col.text),
  mendedBy: col.nullable(col.text),
}
export type Refused = RowOf<typeof REFUSED>

export interface RefusedKey {
  readonly electionId: string
  readonly countyCode: string
  readonly digest: string
}

export const findRefused = async (sql: Sql, { electionId, countyCode, digest }: RefusedKey): Promise<Refused | undefined> =>
  (
    await sql.query(
      `SELECT r.person_key AS "personKey", r.community_code AS "communityCode", r.row_no AS "rowNo", i.channel, i.file_name AS "fileName",
         r.mended_by AS "mendedBy"
       FROM refused_row r LEFT JOIN import i ON i.id = r.import_id WHERE r.election_id = $1 AND r.county_code = $2 AND r.digest = $3`,
      [electionId, countyCode, digest],
      REFUSED,
    )
  )[0]

/** Says that the row was mended; 0 where somebody else did so in between. */
export const markMended = (
  tx: Sql,
  key: RefusedKey & Pick<Refused, 'personKey'>,
  by: { readonly id: string; readonly name: string; readonly at: Date; readonly importId: number },
): Promise<number> =>
  tx.run(
    ...named(
      `UPDATE refused_row SET mended_by = :by, mended_by_id = :byId, mended_at = :at, mended_import = :importId
       WHERE person_key = :personKey AND county_code = :countyCode AND election_id = :electionId AND digest = :digest AND mended_at IS NULL`,
      {
        personKey: key.personKey,
        countyCode: key.countyCode,
        electionId: key.electionId,
        digest: key.digest,
        by: by.name,
        byId: by.id,
        at: by.at,
        importId: by.importId,
      },
    ),
  )

/** The row that an import of one row refused; undefined: it equals one that was refused before. */
export const findRefusedBy = async (
  tx: Sql,
  electionId: string,
  importId: number,
): Promise<{ countyCode: string; digest: string } | undefined> =>
  (
    await tx.query(
      `SELECT county_code AS "countyCode", digest FROM refused_row
       WHERE election_id = $1 AND coalesce(import_id, 0) = $2 ORDER BY row_no LIMIT 1`,
      [electionId, importId],
      { countyCode: col.text, digest: col.uuid },
    )
  )[0]
