/** Restoring an installation from its backup. */
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Text } from '@mingce/domain/result'
import { recordAudit } from '../audit/index.ts'
import type { Keyring } from '../crypto/index.ts'
import {
  DatabaseRefusal,
  markRestored,
  refuseUnlessEmpty,
  restore as restoreTables,
  restoreText,
  type Sql,
  syncPath,
} from '../database/index.ts'
import { type SavedJob, withQueueFor } from '../jobs/index.ts'
import { extensionPoint } from '../modules/index.ts'
import { type InstallationBackup, type Place, tablesIn, verifyBackup } from './backup.ts'
import { findKeyOf, readContainer } from './container.ts'
import { FILE_NAME, FOLDERS, type Folder, findFiles } from './held-files.ts'

/** What a restored database is told with. */
export interface Restored {
  /** Jobs that waited or ran at the backup; they are queued again. */
  readonly jobs: readonly SavedJob[]
  readonly at: Date
}

/** Work of modules in the transaction of a restore. Returns what people should know. */
export const AFTER_RESTORE = extensionPoint<(tx: Sql, restored: Restored) => Promise<readonly Text[]>>('platform.after-restore')

export interface RestoredInstallation extends Omit<InstallationBackup, 'jobs'> {
  readonly jobs: number
  readonly notes: readonly Text[]
}

const refuseFiles = async (dataDir: string): Promise<void> => {
  for (const folder of FOLDERS)
    if ((await findFiles(dataDir, folder)).length > 0)
      throw new DatabaseRefusal({
        zh: `文件夹 ${join(dataDir, folder)} 不是空的，未做任何更改。备份只能恢复到空的安装：请用 --data 或 MINGCE_DATA 指定新的文件夹。`,
        en: `The folder ${join(dataDir, folder)} is not empty. Nothing was changed. A backup can be restored only into an empty installation: give a new folder with --data or MINGCE_DATA.`,
      })
}

const ENTRY = /^(files|help)\/([0-9a-f]{32})$/

/** Writes the backup's files below `dataDir`, each synced to the disk before it gets its name. */
const restoreFiles = async (file: string, keys: Keyring, dataDir: string, written: string[]): Promise<void> => {
  for (const folder of FOLDERS) await mkdir(join(dataDir, folder), { recursive: true, mode: 0o700 })
  for await (const { name, content } of readContainer(file, keys)) {
    const [, folder, id] = ENTRY.exec(name) ?? []
    if (folder === undefined || id === undefined || !FILE_NAME.test(id)) {
      for await (const _ of content);
      continue
    }
    const path = join(dataDir, folder as Folder, id)
    await pipeline(content, createWriteStream(`${path}.part`, { mode: 0o600, flush: true }))
    await rename(`${path}.part`, path)
    written.push(path)
  }
  for (const folder of FOLDERS) await syncPath(join(dataDir, folder))
}

export interface RestoreOptions {
  readonly at: Date
  readonly after: readonly ((tx: Sql, restored: Restored) => Promise<readonly Text[]>)[]
  readonly progress?: (rows: number) => void
}

/**
 * Loads a backup into an empty installation: the whole file is verified first, then its files are written, then tables and jobs loaded in one
 * transaction. A failure leaves the installation empty.
 * @throws DatabaseRefusal when the backup cannot be used or the installation is not empty
 */
export const restoreBackup = async (place: Place, file: string, options: RestoreOptions): Promise<RestoredInstallation> => {
  const { database, keys, dataDir } = place
  const { at, after } = options
  const verified = await verifyBackup(file, keys)
  await refuseUnlessEmpty(database)
  await refuseFiles(dataDir)
  const written: string[] = []
  const notes: Text[] = []
  try {
    await restoreFiles(file, keys, dataDir, written)
    const summary = await withQueueFor(database, verified.jobs, addJobs =>
      restoreText(tablesIn(file, keys), database, {
        ...(options.progress ? { progress: options.progress } : {}),
        async onLoaded(tx) {
          await addJobs(tx)
          for (const work of after) notes.push(...(await work(tx, { jobs: verified.jobs, at })))
          await markRestored(tx, at)
          await recordRestore(tx, verified, at)
        },
      }),
    )
    return { ...summary, files: verified.files, jobs: verified.jobs.length, missing: verified.missing, notes }
  } catch (error) {
    for (const path of written) await rm(path, { force: true })
    throw error
  }
}

const recordRestore = (tx: Sql, { createdAt, rows }: { createdAt: Date; rows: number }, at: Date): Promise<void> =>
  recordAudit(tx, {
    countyCode: '',
    at,
    actor: 'mingce',
    role: 'system',
    action: 'backup.restored',
    subject: 'backup',
    details: { createdAt: createdAt.toISOString(), rows },
  })

/** Whether a file is a backup of the tables only, as the program made them before: gzipped text, not encrypted. */
export const isTablesOnly = async (file: string): Promise<boolean> => (await findKeyOf(file)) === null

/** Restores a backup of the tables only. Files and jobs are not in it. */
export const restoreTablesOnly = async (
  { database }: Pick<Place, 'database'>,
  file: string,
  { at, after }: RestoreOptions,
): Promise<RestoredInstallation> => {
  const notes: Text[] = [
    {
      zh: '这是旧格式的备份：上传的文件、逐行结果和排队的任务不在其中',
      en: 'This is a backup of the old format: uploaded files, row reports and queued jobs are not in it',
    },
  ]
  const summary = await restoreTables(file, database, {
    async onLoaded(tx) {
      await markRestored(tx, at)
      for (const work of after) notes.push(...(await work(tx, { jobs: [], at })))
    },
  })
  return { ...summary, files: 0, jobs: 0, missing: [], notes }
}
