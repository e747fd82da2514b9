/** Rule sets of offices as rows: versions that were proposed and confirmed. */
import { col, jsonOf, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const VERSION = {
  id: col.text,
  version: col.integer,
  areaCode: col.text,
  body: col.json<unknown>(),
  note: col.text,
  proposedBy: col.text,
  proposedById: col.text,
  proposedAt: col.instant,
  confirmedBy: col.nullable(col.text),
  confirmedAt: col.nullable(col.instant),
}
export type RuleSetVersion = RowOf<typeof VERSION>

const COLUMNS = `id, version, area_code AS "areaCode", body, note, proposed_by AS "proposedBy", proposed_by_id AS "proposedById",
  proposed_at AS "proposedAt", confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt"`

/** Every version, the newest of each set first. */
export const findVersions = (sql: Sql): Promise<RuleSetVersion[]> =>
  sql.query(`SELECT ${COLUMNS} FROM rule_set ORDER BY id, version DESC`, [], VERSION)

/** Versions of one set, newest first, locked until the transaction ends. */
export const lockVersions = (tx: Sql, id: string): Promise<RuleSetVersion[]> =>
  tx.query(`SELECT ${COLUMNS} FROM rule_set WHERE id = $1 ORDER BY version DESC FOR UPDATE`, [id], VERSION)

export const insertRuleVersion = (
  tx: Sql,
  row: Pick<RuleSetVersion, 'id' | 'version' | 'areaCode' | 'body' | 'note' | 'proposedBy' | 'proposedById' | 'proposedAt'>,
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO rule_set (id, version, area_code, body, note, proposed_by, proposed_by_id, proposed_at)
       VALUES (:id, :version, :areaCode, :body::jsonb, :note, :proposedBy, :proposedById, :proposedAt)`,
      {
        id: row.id,
        version: row.version,
        areaCode: row.areaCode,
        body: jsonOf(row.body),
        note: row.note,
        proposedBy: row.proposedBy,
        proposedById: row.proposedById,
        proposedAt: row.proposedAt,
      },
    ),
  )

export const confirmVersion = (
  tx: Sql,
  of: { readonly id: string; readonly version: number },
  by: { readonly id: string; readonly name: string },
  at: Date,
): Promise<number> =>
  tx.run(`UPDATE rule_set SET confirmed_by = $3, confirmed_by_id = $4, confirmed_at = $5 WHERE id = $1 AND version = $2`, [
    of.id,
    of.version,
    by.name,
    by.id,
    at,
  ])

export const deleteVersion = (tx: Sql, of: { readonly id: string; readonly version: number }): Promise<number> =>
  tx.run('DELETE FROM rule_set WHERE id = $1 AND version = $2 AND confirmed_at IS NULL', [of.id, of.version])
