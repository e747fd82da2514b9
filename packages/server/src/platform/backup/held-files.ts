/**
 * Files of the data folder, kept for the time of a backup: a second name for each, so that one that is removed meanwhile can still be
 * copied. Files are never changed after they were written.
 */
import { copyFile, link, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders with files that rows of the database name. */
export const FOLDERS = ['files', 'help'] as const
export type Folder = (typeof FOLDERS)[number]

export const FILE_NAME = /^[0-9a-f]{32}$/

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'])

/** Names of the finished files in a folder of `dataDir`. */
export const findFiles = async (dataDir: string, folder: Folder): Promise<string[]> => {
  const names = await readdir(join(dataDir, folder)).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  return names.filter(name => FILE_NAME.test(name)).sort()
}

export interface HeldFiles {
  /** Holds the files that are there now, beside those held before. */
  hold(): Promise<void>
  /** Name, `files/…`, and path of each held file. */
  list(): readonly { readonly name: string; readonly path: string }[]
  release(): Promise<void>
}

const PREFIX = 'backup-'
/** What is older was left by a backup that was interrupted. */
const STALE_MS = 24 * 3_600_000

/** Begins to hold files of `dataDir`. What an interrupted backup left there is removed. */
export const openHeldFiles = async (dataDir: string): Promise<HeldFiles> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  for (const name of await readdir(dataDir))
    if (name.startsWith(PREFIX) && Date.now() - (await stat(join(dataDir, name))).mtimeMs > STALE_MS)
      await rm(join(dataDir, name), { recursive: true, force: true })
  const place = await mkdtemp(join(dataDir, PREFIX))
  for (const folder of FOLDERS) await mkdir(join(place, folder))
  const held = new Map<string, string>()
  const holdOne = async (folder: Folder, name: string): Promise<void> => {
    const [from, to] = [join(dataDir, folder, name), join(place, folder, name)]
    try {
      await link(from, to).catch((error: unknown) => {
        if (NO_LINKS.has(codeOf(error))) return copyFile(from, to)
        throw error
      })
      held.set(`${folder}/${name}`, to)
    } catch (error) {
      // Removed between the listing and now: see backUp, which looks whether a row names it.
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
  return {
    async hold() {
      for (const folder of FOLDERS)
        for (const name of await findFiles(dataDir, folder)) if (!held.has(`${folder}/${name}`)) await holdOne(folder, name)
    },
    list: () => [...held].map(([name, path]) => ({ name, path })),
    release: () => rm(place, { recursive: true, force: true }),
  }
}
