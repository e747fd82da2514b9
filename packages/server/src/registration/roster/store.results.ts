/** The results of an import's rows, for the report that goes back to the clerk: kept when the rows are saved, read in the order of its file. */
import { decide } from '@mingce/domain/registration'
import { col, type Sql } from '../../platform/database/index.ts'
import type { RowResult } from '../../population/index.ts'
import { allJudged, type JudgedMask, type Staged } from '../check/index.ts'

const PAGE = 2_000

/** Keeps the results of all rows that were not simply accepted: a report has the others as accepted. */
export const keepResults = async (
  tx: Sql,
  staged: Staged & { readonly results: string },
  masks: readonly JudgedMask[],
): Promise<void> => {
  const named = masks.filter(({ decision }) => decision.outcome !== 'accepted' || decision.findings.length > 0)
  await tx.run(
    `CREATE TABLE ${staged.results} AS SELECT import_id, row_no, facts FROM ${allJudged(staged)} j WHERE facts = ANY($1::bigint[])`,
    [[...new Set(named.map(({ mask }) => mask))]],
  )
}

const RESULT = { rowNo: col.integer, facts: col.integer }

/** The kept results of an import, in the order of its file; `results`: the table of its command. */
export async function* pagesOfResults(tx: Sql, results: string, importId: number): AsyncGenerator<RowResult> {
  const decisions = new Map<number, ReturnType<typeof decide>>()
  for await (const page of tx.pages(
    `SELECT row_no AS "rowNo", facts FROM ${results} WHERE import_id = $1 ORDER BY row_no`,
    [importId],
    RESULT,
    PAGE,
  ))
    for (const { rowNo, facts } of page) {
      const decision = decisions.get(facts) ?? decide(facts)
      decisions.set(facts, decision)
      yield { rowNo, outcome: decision.outcome, codes: decision.findings }
    }
}
