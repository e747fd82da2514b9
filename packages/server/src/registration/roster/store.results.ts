/** The results of an import's rows, for the report that goes back to the clerk: kept when the rows are saved, read in the order of its file. */
import { decide, type FindingCode, factOf } from '@mingce/domain/registration'
import type { Text } from '@mingce/domain/result'
import { col, type Sql } from '../../platform/database/index.ts'
import type { RowResult } from '../../population/index.ts'
import { allJudged, type JudgedMask, type Staged } from '../check/index.ts'

const PAGE = 2_000
const ELSEWHERE = factOf('place.elsewhere')

/**
 * Keeps the results of all rows that were not simply accepted: a report has the others as accepted. Of someone who lives elsewhere by the
 * register both places are kept, the row's first.
 */
export const keepResults = async (
  tx: Sql,
  staged: Staged & { readonly results: string },
  masks: readonly JudgedMask[],
  extractId: number | null,
): Promise<void> => {
  const named = masks.filter(({ decision }) => decision.outcome !== 'accepted' || decision.findings.length > 0)
  await tx.run(
    `CREATE TABLE ${staged.results} AS SELECT j.import_id, j.row_no, j.facts,
       CASE WHEN p.person_key IS NOT NULL THEN ARRAY[coalesce(s.name, j.said_community, ''), coalesce(a.name, p.community_code, '')] END AS places
     FROM ${allJudged(staged)} j
     LEFT JOIN population p ON j.facts & ${ELSEWHERE} <> 0 AND p.person_key = j.person_key AND p.extract_id = coalesce($2::bigint, 0)
     LEFT JOIN area s ON s.code = j.said_community LEFT JOIN area a ON a.code = p.community_code
     WHERE j.facts = ANY($1::bigint[])`,
    [[...new Set(named.map(({ mask }) => mask))], extractId],
  )
}

const RESULT = { rowNo: col.integer, facts: col.integer, places: col.nullable(col.list(col.text)) }

/** Which two places a note is about. */
const placesSaid = ([stated = '', register = '']: readonly string[]): Readonly<Partial<Record<FindingCode, Text>>> => ({
  'place.elsewhere': {
    zh: `所报为“${stated}”，人口信息为“${register}”`,
    en: `stated “${stated}”, in the register “${register}”`,
  },
})

/** The kept results of an import, in the order of its file; `results`: the table of its command. */
export async function* pagesOfResults(tx: Sql, results: string, importId: number): AsyncGenerator<RowResult> {
  const decisions = new Map<number, ReturnType<typeof decide>>()
  for await (const page of tx.pages(
    `SELECT row_no AS "rowNo", facts, places FROM ${results} WHERE import_id = $1 ORDER BY row_no`,
    [importId],
    RESULT,
    PAGE,
  ))
    for (const { rowNo, facts, places } of page) {
      const decision = decisions.get(facts) ?? decide(facts)
      decisions.set(facts, decision)
      const said = places === null ? {} : { said: placesSaid(places) }
      yield { rowNo, outcome: decision.outcome, codes: decision.findings, ...said }
    }
}
