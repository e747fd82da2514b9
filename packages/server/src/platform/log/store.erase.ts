/** Erases the content of audit rows and the salts of their entries: afterwards nobody can tell from an entry what it was about. */
import { col, type Sql } from '../database/index.ts'

export interface ErasedSubject {
  /** The county whose log it is in. */
  readonly countyCode: string
  /** As the rows name the object: `registration/7`. */
  readonly subject: string
}

/** Erases what is recorded about these subjects. Rows with a public statement stay. @returns how many rows */
export const eraseRows = async (tx: Sql, subjects: readonly ErasedSubject[], at: Date): Promise<number> => {
  const erased = await tx.query(
    `UPDATE audit a SET actor = '', role = '', subject = '', details = '{}', request_id = NULL, purged_at = $3
     FROM unnest($1::text[], $2::text[]) AS s(county, subject)
     WHERE a.county_code = s.county AND a.subject = s.subject AND a.purged_at IS NULL AND a.statement IS NULL
     RETURNING a.county_code AS "countyCode", a.id AS "auditId"`,
    [subjects.map(s => s.countyCode), subjects.map(s => s.subject), at],
    { countyCode: col.text, auditId: col.integer },
  )
  await tx.run(
    `UPDATE log_entry e SET salt = NULL FROM unnest($1::text[], $2::bigint[]) AS k(county, audit)
     WHERE e.county_code = k.county AND e.audit_id = k.audit`,
    [erased.map(e => e.countyCode), erased.map(e => e.auditId)],
  )
  return erased.length
}
