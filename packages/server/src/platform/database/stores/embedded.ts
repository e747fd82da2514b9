/** Opens the embedded store on a folder. */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { Store } from './connection.ts'
import { DurableFolder, durableStartParams, type Syncing, syncPath, syncTree } from './durable-folder.ts'
import { lockFolder } from './folder-lock.ts'
import { pgliteStore } from './pglite-store.ts'

/** A single process never checkpoints by itself; so much log is replayed after a crash at most, in about a second. */
const walBetweenCheckpoints = 128 << 20

/**
 * The embedded store in `<dataDir>/database`, for this process alone; made when missing, gone on with when a crash left it.
 * Readable by its owner only.
 * @throws DataFolderBusy when another process has it
 */
export async function openEmbeddedStore(dataDir: string, syncing?: Syncing): Promise<Store> {
  const home = resolve(dataDir)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const lock = await lockFolder(home)
  try {
    const folder = join(home, 'database')
    // While the mark stands the folder was never handed out: what an interrupted first start left is begun anew.
    const mark = join(home, 'database.unfinished')
    if (existsSync(mark)) rmSync(folder, { recursive: true, force: true })
    const isNew = !existsSync(join(folder, 'PG_VERSION'))
    if (isNew) {
      writeFileSync(mark, '', { mode: 0o600 })
      await syncPath(home)
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700) // PGlite makes its files readable for all
    const durable = new DurableFolder(folder, syncing)
    const pglite = await PGlite.create({ fs: durable, startParams: [...durableStartParams] })
    if (isNew) {
      await syncTree(folder)
      rmSync(mark)
      await syncPath(home)
    }
    return pgliteStore(pglite, {
      isBroken: () => durable.broken !== undefined,
      afterWork() {
        if (durable.walWritten < walBetweenCheckpoints) return
        durable.walWritten = 0
        // Takes its turn before the next statement; should it fail, the log is still there, and a disk error stops the store anyway.
        pglite.exec('CHECKPOINT').catch(() => undefined)
      },
      released: () => lock.release(),
    })
  } catch (error) {
    await lock.release()
    throw error
  }
}
