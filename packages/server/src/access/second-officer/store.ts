/** Changes that wait for a second officer of the level above, and their one-time codes. */
import type { Text } from '@mingce/domain/result'
import { col, jsonOf, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const WAITING = {
  digest: col.text,
  kind: col.text,
  countyCode: col.text,
  areaCode: col.text,
  summary: col.json<Text>(),
  firstId: col.text,
  firstName: col.text,
  askedAt: col.instant,
}
export type WaitingRow = RowOf<typeof WAITING>

/** Keeps a change that waits; of one that is known, that it was asked for again. */
export const putChange = (tx: Sql, row: WaitingRow): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO second_change (digest, kind, county_code, area_code, summary, first_id, first_name, asked_at)
       VALUES (:digest, :kind, :countyCode, :areaCode, :summary::jsonb, :firstId, :firstName, :askedAt)
       ON CONFLICT (digest) DO UPDATE SET area_code = excluded.area_code, asked_at = excluded.asked_at`,
      { ...row, summary: jsonOf(row.summary) },
    ),
  )

/** Changes that nobody has asked for since `before`. */
export const forgetChanges = (tx: Sql, before: Date): Promise<number> =>
  tx.run('DELETE FROM second_change WHERE asked_at < $1', [before])

export const findChange = async (sql: Sql, digest: string): Promise<WaitingRow | undefined> =>
  (
    await sql.query(
      `SELECT digest, kind, county_code AS "countyCode", area_code AS "areaCode", summary, first_id AS "firstId", first_name AS "firstName",
         asked_at AS "askedAt" FROM second_change WHERE digest = $1`,
      [digest],
      WAITING,
    )
  )[0]

interface NewCode {
  readonly digest: string
  readonly code: string
  readonly giverId: string
  readonly giverName: string
  readonly until: Date
}

/** Gives a code; an earlier one is void. */
export const putCode = (tx: Sql, { digest, code, giverId, giverName, until }: NewCode): Promise<number> =>
  tx.run('UPDATE second_change SET code = $2, giver_id = $3, giver_name = $4, code_until = $5, tries = 0 WHERE digest = $1', [
    digest,
    code,
    giverId,
    giverName,
    until,
  ])

/** Counts a try at the code of a change. */
export const countTryAt = (sql: Sql, digest: string): Promise<number> =>
  sql.run('UPDATE second_change SET tries = least(tries + 1, 1000) WHERE digest = $1 AND code IS NOT NULL', [digest])

/** The state of the code of a change, locked: whether it can be used, and who gave it. */
export const lockCode = async (
  tx: Sql,
  digest: string,
): Promise<
  { code: string | null; until: Date | null; tries: number; giverId: string | null; giverName: string | null } | undefined
> =>
  (
    await tx.query(
      `SELECT code, code_until AS until, tries, giver_id AS "giverId", giver_name AS "giverName" FROM second_change WHERE digest = $1
       FOR UPDATE`,
      [digest],
      {
        code: col.nullable(col.uuid),
        until: col.nullable(col.instant),
        tries: col.integer,
        giverId: col.nullable(col.text),
        giverName: col.nullable(col.text),
      },
    )
  )[0]

/** A code is used once: the change that waited is over. */
export const removeChange = (tx: Sql, digest: string): Promise<number> =>
  tx.run('DELETE FROM second_change WHERE digest = $1', [digest])
