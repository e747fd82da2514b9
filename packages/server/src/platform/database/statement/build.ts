/**
 * Kysely as a builder of statements: it compiles them, and `Sql.rows` and `Sql.run` execute them on the caller's connection
 * (https://kysely.dev/docs/recipes/splitting-query-building-and-execution).
 */
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { DB } from '../tables.generated.ts'

/** Begins a statement: `sql.rows(build.selectFrom('area').select('name').where('code', '=', code))`. */
export const build = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: kysely => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
