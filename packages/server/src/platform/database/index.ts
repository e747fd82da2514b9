/** The database: one SQL over two stores. See database.ts for the contract and docs/adr/0001-one-dialect-three-sizes.md for why. */
import type { Database } from './database.ts'
import { databaseOver } from './sql.ts'
import { openEmbeddedStore, postgresStore } from './stores/index.ts'

export {
  type BackupSource,
  type BackupSummary,
  backup,
  damaged,
  dump,
  markRestored,
  readBackupText,
  refuseExisting,
  refuseUnlessEmpty,
  restore,
  restoreText,
  verifyText,
} from './backup/index.ts'
export { CopyPage, copyLine, type LoadColumns } from './copy/index.ts'
export { changesCounts, countedWrites } from './counted.ts'
export type { Database, Load, Sql } from './database.ts'
export { DatabaseRefusal, DatabaseUnreachable, rethrowUnreachable, SqlError } from './errors.ts'
export { checkFitness, DatabaseUnfit, findUnfitness } from './fitness.ts'
export { gather } from './gather.ts'
export { KEYS_LOCK, KEYS_VERSION, KeysReplaced } from './key-fence.ts'
export { migrate, migrationStatus, readMigrations } from './migrate/index.ts'
export { inWholeSets, planForGrowth, planForMany } from './planning.ts'
export { findClientVersion, findRecoveryFacts, findRecoveryFaults } from './recovery/index.ts'
export { once, RequestIdTaken } from './requests.ts'
export {
  checkRights,
  findApplicationRole,
  forgetApplicationRole,
  grantRights,
  isConnectedAs,
  TABLE_RIGHTS,
} from './rights/index.ts'
export { databaseOver } from './sql.ts'
export {
  col,
  findBrokenRule,
  jsonOf,
  named,
  observeStatements,
  prepared,
  type RowOf,
  type SentStatement,
  type SqlValue,
} from './statement/index.ts'
export { DataFolderBusy, lockFolder, pgliteStore, syncPath } from './stores/index.ts'
export { runAs, type WorkKind } from './work-kind.ts'

/** Where the data is: a folder for the embedded store, or a PostgreSQL server's URL. */
export type DatabasePlace = { readonly dataDir: string } | { readonly url: string; readonly maxConnections?: number }

/**
 * Opens the database at `place`. Does not migrate: see `migrate`.
 * @throws DataFolderBusy when another process has the folder
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  if ('dataDir' in place) return databaseOver(await openEmbeddedStore(place.dataDir))
  const { url, ...options } = place
  return databaseOver(await postgresStore(url, options))
}
