/** Opens the embedded store on a folder, or in memory for tests. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { Database } from './database.ts'
import { pgliteStore } from './pglite-store.ts'
import { databaseOver } from './sql.ts'

/** The embedded store in `<dataDir>/database`; the folder is made when missing. */
export async function openEmbedded(dataDir: string): Promise<Database> {
  const folder = join(dataDir, 'database')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return databaseOver(pgliteStore(await PGlite.create({ dataDir: folder })))
}

/** An embedded store in memory, gone when closed; `prepared` is a folder as `dumpDataDir` wrote it, else an empty one is made (slow). */
export async function openInMemory(prepared?: Blob): Promise<Database> {
  return databaseOver(pgliteStore(await PGlite.create(prepared === undefined ? {} : { loadDataDir: prepared })))
}
