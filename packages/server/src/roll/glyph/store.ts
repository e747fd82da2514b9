/** What officers chose for characters without a glyph, and what each version was printed with. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const CHOICE = {
  codePoint: col.integer,
  handling: col.oneOf('blank', 'picture'),
  /** Hex. */
  picture: col.nullable(col.text),
  decidedBy: col.text,
}
export type GlyphChoice = RowOf<typeof CHOICE>

const COLUMNS = `code_point AS "codePoint", handling, encode(picture, 'hex') AS picture, decided_by AS "decidedBy"`

export const findGlyphChoices = (sql: Sql, electionId: string): Promise<GlyphChoice[]> =>
  sql.query(`SELECT ${COLUMNS} FROM glyph_choice WHERE election_id = $1 ORDER BY code_point`, [electionId], CHOICE)

export const putGlyphChoice = (tx: Sql, electionId: string, choice: GlyphChoice, at: Date): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO glyph_choice (election_id, code_point, handling, picture, decided_by, decided_at)
       VALUES (:electionId, :codePoint, :handling, decode(:picture, 'hex'), :decidedBy, :at)
       ON CONFLICT (election_id, code_point) DO UPDATE SET handling = excluded.handling, picture = excluded.picture,
         decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
      { electionId, ...choice, at },
    ),
  )

/** What a version was printed with. */
export const findRollGlyphs = (sql: Sql, electionId: string, version: number): Promise<GlyphChoice[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM roll_glyph WHERE election_id = $1 AND version = $2 ORDER BY code_point`,
    [electionId, version],
    CHOICE,
  )

/** Keeps with a version what it is printed with. */
export const copyGlyphs = async (tx: Sql, electionId: string, version: number, glyphs: readonly GlyphChoice[]): Promise<void> => {
  for (const { codePoint, handling, picture, decidedBy } of glyphs)
    await tx.run(
      `INSERT INTO roll_glyph (election_id, version, code_point, handling, picture, decided_by)
       VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6)`,
      [electionId, version, codePoint, handling, picture, decidedBy],
    )
}
