/**
 * The audit log: who did what to which object. Rows are written in the transaction of what they record, together with their place in the queue
 * of the log (log/), and never changed. This is the only statement that writes them.
 */
import type { AuditAction, AuditDetail } from '@mingce/domain/audit'
import { jsonOf, named, prepared, type Sql } from '../database/index.ts'

export interface AuditRow {
  /** The county or district whose log this is, 6 digits; '' if no county is concerned. */
  readonly countyCode: string
  readonly at: Date
  readonly actor: string
  readonly role: string
  /** The action, named by its module: 'election.created'. */
  readonly action: AuditAction
  /** The id of the object, never an ID number. */
  readonly subject: string
  /** Counts, codes, reasons. No ID numbers, phones or addresses. */
  readonly details: Readonly<Partial<Record<AuditDetail, unknown>>>
  readonly requestId?: string | undefined
  /** What everybody may read in the log, such as the root of a published list. Nothing about a person. */
  readonly statement?: string | undefined
}

const RECORD = prepared(
  `WITH written AS (
     INSERT INTO audit (county_code, at, actor, role, action, subject, details, request_id, statement)
     SELECT t.county, t.at, t.actor, t.role, t.action, t.subject, t.details::jsonb, t.request, t.statement
     FROM unnest(:counties::text[], :at::timestamptz[], :actors::text[], :roles::text[], :actions::text[], :subjects::text[],
       :details::text[], :requestIds::uuid[], :statements::text[])
       AS t(county, at, actor, role, action, subject, details, request, statement)
     RETURNING county_code, id
   ) INSERT INTO log_queue (county_code, audit_id) SELECT county_code, id FROM written`,
)

/** Adds rows in the caller's transaction. */
export const recordAudits = async (tx: Sql, rows: readonly AuditRow[]): Promise<void> => {
  if (rows.length === 0) return
  await tx.run(
    ...named(RECORD, {
      counties: rows.map(row => row.countyCode),
      at: rows.map(row => row.at),
      actors: rows.map(row => row.actor),
      roles: rows.map(row => row.role),
      actions: rows.map(row => row.action),
      subjects: rows.map(row => row.subject),
      details: rows.map(row => jsonOf(row.details)),
      requestIds: rows.map(row => row.requestId ?? null),
      statements: rows.map(row => row.statement ?? null),
    }),
  )
}

/** Adds one row in the caller's transaction. */
export const recordAudit = (tx: Sql, row: AuditRow): Promise<void> => recordAudits(tx, [row])
