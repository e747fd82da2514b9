/** The two stores: PGlite in a folder of this process, and a PostgreSQL server. */
export type { Connection, Store } from './connection.ts'
export { syncPath } from './durable-folder.ts'
export { openEmbeddedStore } from './embedded.ts'
export { DataFolderBusy, lockFolder } from './folder-lock.ts'
export { pgliteStore } from './pglite-store.ts'
export { postgresStore } from './postgres-store.ts'
