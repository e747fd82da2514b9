/** What was found of rows, decided once per distinct mask, and counted. */
import { type Decision, decide, type Outcome } from '@mingce/domain/registration'
import { col, type Sql } from '../../platform/database/index.ts'

export interface JudgedMask {
  readonly importId: number
  readonly mask: number
  readonly rows: number
  readonly decision: Decision
}

/** Each distinct mask of each import once, with what the domain decides it to mean. `rows`: judged rows. */
export const decideMasks = async (tx: Sql, rows: string): Promise<JudgedMask[]> => {
  const masks = await tx.query(
    `SELECT import_id AS "importId", facts AS mask, count(*) AS rows FROM ${rows} j GROUP BY import_id, facts ORDER BY import_id, facts`,
    [],
    { importId: col.integer, mask: col.integer, rows: col.integer },
  )
  return masks.map(found => ({ ...found, decision: decide(found.mask) }))
}

export interface Tally {
  rows: number
  accepted: number
  review: number
  refused: number
  unchanged: number
  findings: Record<string, number>
}

/** Rows = accepted + review + refused + unchanged, and each finding's count. */
export const tallyOf = (masks: readonly JudgedMask[]): Tally => {
  const outcomes: Record<Outcome, number> = { accepted: 0, review: 0, refused: 0, unchanged: 0 }
  const findings: Record<string, number> = {}
  let rows = 0
  for (const judged of masks) {
    rows += judged.rows
    outcomes[judged.decision.outcome] += judged.rows
    for (const code of judged.decision.findings) findings[code] = (findings[code] ?? 0) + judged.rows
  }
  return { rows, ...outcomes, findings }
}
