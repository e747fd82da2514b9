/** The database: one SQL over two stores. See database.ts for the contract and docs/adr/0001-one-dialect-three-sizes.md for why. */
import type { Database } from './database.ts'
import { openEmbedded } from './embedded.ts'
import { postgresStore } from './postgres-store.ts'
import { databaseOver } from './sql.ts'

export { type BackupSummary, backup, restore, verifyBackup } from './backup.ts'
export { CopyPage, type LoadColumns } from './copy-page.ts'
export { copyLine, copyText } from './copy-text.ts'
export type { Database, Load, Sql, SqlValue } from './database.ts'
export { DatabaseRefusal, DatabaseStopped, DatabaseUnreachable, rethrowUnreachable, SqlError } from './errors.ts'
export { DataFolderBusy, type Holder, lockFolder } from './folder-lock.ts'
export { gather } from './gather.ts'
export { jsonOf } from './json.ts'
export { type Migration, type MigrationState, migrate, migrationStatus, readMigrations } from './migrate.ts'
export { planForGrowth, planForMany } from './planning.ts'
export { prepared } from './prepared.ts'
export { once, RequestIdTaken, type RequestKey } from './requests.ts'
export { build } from './statement/build.ts'
export { named } from './statement/named.ts'
export { observeStatements, type SentStatement } from './statement/observe.ts'
export { type Column, col, type RowOf, type Shape, ShapeMismatch } from './statement/shape.ts'

/** Where the data is: a folder for the embedded store, or a PostgreSQL server's URL. */
export type DatabasePlace = { readonly dataDir: string } | { readonly url: string; readonly maxConnections?: number }

/**
 * Opens the database at `place`. Does not migrate: see `migrate`.
 * @throws DataFolderBusy when another process has the folder
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  if ('dataDir' in place) return await openEmbedded(place.dataDir)
  const { url, ...options } = place
  return databaseOver(await postgresStore(url, options))
}
export { openInMemory } from './embedded.ts'
export { pgliteStore } from './pglite-store.ts'
export { databaseOver } from './sql.ts'
