/**
 * The backup of an installation: tables, files and jobs of one moment, encrypted with the installation's key and read back after it was
 * written. A restore brings all of it into an empty installation, on either store.
 */
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { findKeyState, type Keyring, SealError } from '../crypto/index.ts'
import {
  type BackupSource,
  type BackupSummary,
  type Database,
  dump,
  readBackupText,
  refuseExisting,
  type Sql,
  syncPath,
  verifyText,
} from '../database/index.ts'
import { openStream } from '../files/index.ts'
import { type SavedJob, saveJobs } from '../jobs/index.ts'
import { extensionPoint } from '../modules/index.ts'
import { type ContainerWriter, readContainer, writeContainer } from './container.ts'
import { FILE_NAME, type Folder, openHeldFiles } from './held-files.ts'

/** A file that a row names. */
export interface NamedFile {
  readonly folder: Folder
  readonly name: string
}

/** Files that rows of a module name, read in the snapshot of a backup. */
export const BACKUP_FILES = extensionPoint<(sql: Sql) => Promise<readonly NamedFile[]>>('platform.backup-files')

export interface Place {
  readonly database: Database
  readonly keys: Keyring
  readonly dataDir: string
}

export interface InstallationBackup extends BackupSummary {
  readonly files: number
  readonly jobs: readonly SavedJob[]
  /** Files that rows name and that were not there, or cannot be decrypted: `files/…`. */
  readonly missing: readonly string[]
}

/** What the backup says of itself beside the tables. */
interface About {
  readonly jobs: readonly SavedJob[]
  readonly missing: readonly string[]
}

const DATABASE = 'database'
const ABOUT = 'about'
/** Text of the tables that becomes one entry. */
const PIECE_BYTES = 1 << 20

/** Gathers text into entries of about a megabyte. */
const textEntries = (container: ContainerWriter) => {
  let pieces: Buffer[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    if (bytes > 0) await container.add(DATABASE, bytes, pieces)
    pieces = []
    bytes = 0
  }
  return {
    flush,
    async write(text: string) {
      const piece = Buffer.from(text)
      pieces.push(piece)
      bytes += piece.length
      if (bytes >= PIECE_BYTES) await flush()
    },
  }
}

/** Files that jobs name: uploads whose import has not ended are in their payload only. */
const filesOfJobs = (jobs: readonly SavedJob[]): string[] =>
  jobs
    .flatMap(({ payload }) => Object.values(payload))
    .flatMap(value => (FILE_NAME.test(String(value)) ? [`files/${value}`] : []))

/** Files that jobs and rows name in one snapshot: `files/…`. */
const filesNamed = async (
  tx: Sql,
  jobs: readonly SavedJob[],
  finders: readonly ((sql: Sql) => Promise<readonly NamedFile[]>)[],
): Promise<ReadonlySet<string>> => {
  const named = new Set(filesOfJobs(jobs))
  for (const find of finders) for (const { folder, name } of await find(tx)) named.add(`${folder}/${name}`)
  return named
}

/** Whether a sealed file opens with the key, to its last byte. */
const isSound = async (keys: Keyring, name: string, path: string): Promise<boolean> => {
  try {
    for await (const _ of openStream(keys, name, await open(path, 'r')));
    return true
  } catch (error) {
    if (error instanceof SealError) return false
    throw error
  }
}

/**
 * Writes the backup `file`, reads it back and compares it, and only then gives it its name.
 * @throws DatabaseRefusal when `file` exists, or what was read back is not what was written
 */
export const backUp = async (
  { database, keys, dataDir }: Place,
  file: string,
  finders: readonly ((sql: Sql) => Promise<readonly NamedFile[]>)[],
  options: { readonly at: Date; readonly progress?: (rows: number) => void },
): Promise<InstallationBackup> => {
  refuseExisting(file)
  const draft = `${file}.unfinished`
  await rm(draft, { force: true })
  const held = await openHeldFiles(dataDir)
  const container = writeContainer(draft, keys, await findKeyState(database))
  try {
    // Before the snapshot and in it: a file that a row names in the snapshot was there at one of the two, or was written and removed between
    // them. Then another snapshot is taken; what that one still names is missing.
    await held.hold()
    let jobs: readonly SavedJob[] = []
    let named: ReadonlySet<string> = new Set()
    let absent: ReadonlySet<string> = new Set()
    const text = textEntries(container)
    const tables = await dump(database, text.write, {
      ...options,
      async onSnapshot(tx) {
        await held.hold()
        jobs = await saveJobs(tx)
        named = await filesNamed(tx, jobs, finders)
        const here = new Set(held.list().map(({ name }) => name))
        const before = absent
        absent = new Set([...named].filter(name => !here.has(name)))
        return [...absent].every(name => before.has(name)) ? 'write' : 'later'
      },
    })
    await text.flush()
    const missing = new Set(named)
    let files = 0
    for (const { name, path } of held.list()) {
      if (name.startsWith('files/') && !(await isSound(keys, name.slice('files/'.length), path))) continue
      missing.delete(name)
      files += 1
      await container.add(name, (await stat(path)).size, createReadStream(path))
    }
    const about: About = { jobs, missing: [...missing].sort() }
    const bytes = Buffer.from(JSON.stringify(about))
    await container.add(ABOUT, bytes.length, [bytes])
    await container.finish()
    const made: InstallationBackup = { ...tables, files, ...about }
    await expectSame(draft, keys, made)
    await rename(draft, file)
    await syncPath(dirname(file))
    return made
  } catch (error) {
    await container.cancel()
    await rm(draft, { force: true })
    throw error
  } finally {
    await held.release()
  }
}

/** Reads back what was just written. */
const expectSame = async (draft: string, keys: Keyring, made: InstallationBackup): Promise<void> => {
  const { migrations: _, ...read } = await verifyBackup(draft, keys)
  if (JSON.stringify(read) !== JSON.stringify(made))
    throw new Error('the backup that was read back differs from what was written')
}

/** The text of the tables in a backup. */
export const tablesIn = (file: string, keys: Keyring): BackupSource => ({
  name: file,
  async read(visitor) {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const text = async function* () {
      for await (const { name, content } of readContainer(file, keys))
        for await (const piece of content) if (name === DATABASE) yield decoder.decode(piece, { stream: true })
    }
    await readBackupText(file, text(), visitor)
  },
})

/**
 * Reads a whole backup: every table is compared with its checksum, every file with its digest.
 * @throws DatabaseRefusal when it is damaged, incomplete or of another key
 */
export const verifyBackup = async (
  file: string,
  keys: Keyring,
): Promise<InstallationBackup & Pick<Awaited<ReturnType<typeof verifyText>>, 'migrations'>> => {
  let files = 0
  let about: About = { jobs: [], missing: [] }
  for await (const { name, content } of readContainer(file, keys)) {
    const pieces: Buffer[] = []
    for await (const piece of content) if (name === ABOUT) pieces.push(piece)
    if (name === ABOUT) about = JSON.parse(Buffer.concat(pieces).toString()) as About
    else if (name !== DATABASE) files += 1
  }
  const { createdAt, tables, rows, migrations } = await verifyText(tablesIn(file, keys))
  return { createdAt, tables, rows, files, ...about, migrations }
}
