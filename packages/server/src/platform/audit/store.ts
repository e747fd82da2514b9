/** The audit log: who did what to which object. Rows are written in the transaction of what they record, and never changed. */
import { named, type Sql } from '../database/index.ts'

export interface AuditRow {
  /** The county or district whose log this is, 6 digits; '' if no county is concerned. */
  readonly countyCode: string
  readonly at: Date
  readonly actor: string
  readonly role: string
  /** The action, named by its module: 'election.created'. */
  readonly action: string
  /** The id of the object, never an ID number. */
  readonly subject: string
  /** Counts, codes, reasons. No ID numbers, phones or addresses. */
  readonly details: Readonly<Record<string, unknown>>
  readonly requestId?: string | undefined
}

/** Adds one row in the caller's transaction. */
export async function recordAudit(tx: Sql, row: AuditRow): Promise<void> {
  await tx.run(
    ...named(
      `INSERT INTO audit (county_code, at, actor, role, action, subject, details, request_id) VALUES (:countyCode, :at, :actor, :role, :action, :subject, :details, :requestId)`,
      {
        countyCode: row.countyCode,
        at: row.at,
        actor: row.actor,
        role: row.role,
        action: row.action,
        subject: row.subject,
        details: row.details,
        requestId: row.requestId ?? null,
      },
    ),
  )
}
