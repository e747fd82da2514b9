/** What is known of the witnesses of this log. */
import { col, named, type RowOf, type Sql } from '../database/index.ts'

const WITNESS = {
  name: col.text,
  size: col.integer,
  at: col.nullable(col.instant),
  trouble: col.nullable(col.text),
}
export type WitnessRow = RowOf<typeof WITNESS>

export const findWitnesses = (sql: Sql): Promise<WitnessRow[]> =>
  sql.query('SELECT name, size, cosigned_at AS at, trouble FROM log_witness ORDER BY name', [], WITNESS)

export const findWitness = async (sql: Sql, name: string): Promise<WitnessRow | undefined> =>
  (await sql.query('SELECT name, size, cosigned_at AS at, trouble FROM log_witness WHERE name = $1', [name], WITNESS))[0]

/** Records a try. `at` null: the witness did not cosign, and the earlier time stays. */
export const putWitness = (sql: Sql, row: WitnessRow, triedAt: Date): Promise<number> =>
  sql.run(
    ...named(
      `INSERT INTO log_witness AS w (name, size, cosigned_at, tried_at, trouble) VALUES (:name, :size, :at::timestamptz, :triedAt, :trouble)
       ON CONFLICT (name) DO UPDATE SET size = excluded.size, cosigned_at = coalesce(excluded.cosigned_at, w.cosigned_at),
         tried_at = excluded.tried_at, trouble = excluded.trouble`,
      { name: row.name, size: row.size, at: row.at, triedAt, trouble: row.trouble },
    ),
  )

/** No witness knows the log: it was begun anew. */
export const forgetWitnesses = (tx: Sql): Promise<number> => tx.run('DELETE FROM log_witness')
