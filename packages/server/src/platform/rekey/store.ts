/** The columns of the database that can hold a key, a digest or encrypted data. */
import { col, type Sql } from '../database/index.ts'

/**
 * `table.column` of each column of type uuid, uuid[] or bytea. Partitions, loads of extracts (`population_extract_…`) and staging tables
 * have the columns of their pattern and are not named.
 */
export const findKeyColumns = async (sql: Sql): Promise<string[]> => {
  const found = await sql.query(
    `SELECT c.relname::text || '.' || a.attname::text AS name
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.atttypid IN ('uuid'::regtype, 'uuid[]'::regtype, 'bytea'::regtype)
       AND c.relname !~ '^population_extract_[0-9]+$' AND NOT EXISTS (SELECT FROM staging s WHERE s.name = c.relname::text)
     ORDER BY 1`,
    [],
    { name: col.text },
  )
  return found.map(({ name }) => name)
}
