/** Lists that were asked for as files. */
import { col, jsonOf, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import type { NewListExport } from './schema.ts'

export type ListRequest = Omit<NewListExport, 'list' | 'reason'>

const LIST_EXPORT = {
  id: col.uuid,
  electionId: col.text,
  countyCode: col.text,
  areaCode: col.text,
  list: col.text,
  request: col.json<ListRequest>(),
  reason: col.nullable(col.text),
  people: col.integer,
  needsSecond: col.boolean,
  askedById: col.text,
  askedBy: col.text,
  askedAt: col.instant,
  confirmedBy: col.nullable(col.text),
}
export type ListExportRow = RowOf<typeof LIST_EXPORT>

const COLUMNS = `id, election_id AS "electionId", county_code AS "countyCode", area_code AS "areaCode", list, request, reason, people,
  needs_second AS "needsSecond", asked_by_id AS "askedById", asked_by AS "askedBy", asked_at AS "askedAt", confirmed_by AS "confirmedBy"`

export const insertListExport = (tx: Sql, row: Omit<ListExportRow, 'confirmedBy'>): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO list_export (id, election_id, county_code, area_code, list, request, reason, people, needs_second, asked_by_id, asked_by, asked_at)
       VALUES (:id, :electionId, :countyCode, :areaCode, :list, :request::jsonb, :reason, :people, :needsSecond, :askedById, :askedBy, :askedAt)`,
      { ...row, request: jsonOf(row.request) },
    ),
  )

/** What was asked for before is of no use any more; the audit log keeps that it was. */
export const forgetListExports = (tx: Sql, before: Date): Promise<number> =>
  tx.run('DELETE FROM list_export WHERE asked_at < $1', [before])

export const findListExport = async (sql: Sql, id: string): Promise<ListExportRow | undefined> =>
  (await sql.query(`SELECT ${COLUMNS} FROM list_export WHERE id = $1`, [id], LIST_EXPORT))[0]

export const lockListExport = async (tx: Sql, id: string): Promise<ListExportRow | undefined> =>
  (await tx.query(`SELECT ${COLUMNS} FROM list_export WHERE id = $1 FOR UPDATE`, [id], LIST_EXPORT))[0]

/** Of officers of an area, the latest first. */
export const findListExports = (sql: Sql, electionId: string, area: string, limit: number): Promise<ListExportRow[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM list_export WHERE election_id = $1 AND starts_with(area_code, $2) ORDER BY asked_at DESC, id LIMIT $3`,
    [electionId, area, limit],
    LIST_EXPORT,
  )

/** People whom an officer has asked for without a second one since `since`, in any election. */
export const countPeopleAsked = async (sql: Sql, officer: string, since: Date): Promise<number> =>
  (
    await sql.query(
      'SELECT coalesce(sum(people), 0)::bigint AS people FROM list_export WHERE asked_by_id = $1 AND asked_at > $2 AND NOT needs_second',
      [officer, since],
      { people: col.integer },
    )
  )[0]?.people ?? 0

export const confirmListExport = (tx: Sql, id: string, by: { readonly id: string; readonly name: string }, at: Date) =>
  tx.run('UPDATE list_export SET confirmed_by_id = $2, confirmed_by = $3, confirmed_at = $4 WHERE id = $1', [
    id,
    by.id,
    by.name,
    at,
  ])

/** Of officers of an area, asked for since `since` by others than `officer`: those that wait for a second officer. */
export const countToConfirm = async (sql: Sql, electionId: string, area: string, officer: string, since: Date): Promise<number> =>
  (
    await sql.query(
      `SELECT count(*) AS count FROM list_export WHERE election_id = $1 AND starts_with(area_code, $2) AND asked_by_id <> $3
         AND asked_at > $4 AND needs_second AND confirmed_by IS NULL`,
      [electionId, area, officer, since],
      { count: col.integer },
    )
  )[0]?.count ?? 0
