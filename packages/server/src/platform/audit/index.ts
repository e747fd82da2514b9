/** The audit trail: who did what to which thing. Written inside the transaction of what it records, and only ever added to. */
import type { Sql } from '../database/index.ts'

export interface AuditRow {
  /** The county or district whose trail this is, 6 digits; '' where no county is concerned. */
  readonly countyCode: string
  readonly at: Date
  readonly actor: string
  readonly role: string
  /** What was done, in the words of the room: 'election.created'. */
  readonly action: string
  /** The thing it was done to: an id, never a person's number. */
  readonly subject: string
  /** What a reader needs to understand it: counts, codes, reasons. No ID numbers, no phones, no addresses. */
  readonly details: Readonly<Record<string, unknown>>
  readonly requestId?: string | undefined
}

/** Adds one row to the trail, in the caller's transaction: the row and what it records stand or fall together. */
export async function recordAudit(tx: Sql, row: AuditRow): Promise<void> {
  await tx.run(
    `INSERT INTO audit (county_code, at, actor, role, action, subject, details, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.countyCode, row.at, row.actor, row.role, row.action, row.subject, row.details, row.requestId ?? null],
  )
}
