/** The result of each row of an import (`staged`: its command's tables), in the order of its file, for the report that goes back to the clerk. */
import { col, type Sql } from '../../platform/database/index.ts'
import type { RowResult } from '../../population/index.ts'
import { allJudged, type JudgedMask, type Staged } from '../check/index.ts'

const PAGE = 2_000

export async function* pagesOfResults(
  tx: Sql,
  staged: Staged,
  importId: number,
  masks: readonly JudgedMask[],
): AsyncGenerator<RowResult> {
  const decisions = new Map(masks.map(judged => [judged.mask, judged.decision]))
  for await (const page of tx.pages(
    `SELECT row_no AS "rowNo", facts FROM ${allJudged(staged)} j WHERE import_id = $1 ORDER BY row_no`,
    [importId],
    { rowNo: col.integer, facts: col.integer },
    PAGE,
  ))
    for (const { rowNo, facts } of page) {
      const decision = decisions.get(facts)
      if (!decision) throw new Error(`no decision for facts ${facts}`)
      yield { rowNo, outcome: decision.outcome, codes: decision.findings }
    }
}
