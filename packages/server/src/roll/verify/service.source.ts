/** Where a published list is read from: its folder, or a ZIP file of it as the console gives it out. */
import type { Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { openZip } from '../../platform/files/index.ts'
import { MANIFEST } from './schema.layout.ts'

export interface RollSource {
  /** The bytes of a file by its path with '/'; undefined: it is not there, or nothing that can be read. */
  read(path: string): Promise<Buffer | undefined>
  /** Paths of all files. */
  list(): Promise<readonly string[]>
  close(): void
}

/** Files under a directory, as paths with '/'. */
const filesUnder = async (directory: string, below = ''): Promise<string[]> => {
  const inside: Dirent[] = await readdir(join(directory, below), { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    inside.map(async entry => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      return entry.isDirectory() ? await filesUnder(directory, path) : [path]
    }),
  )
  return found.flat().sort()
}

/** Reads below a directory and nowhere else: paths in a manifest are someone else's words. */
const directorySource = (directory: string): RollSource => {
  const base = resolve(directory)
  return {
    async read(path) {
      const at = resolve(base, path)
      if (!at.startsWith(base + sep)) return undefined
      return await readFile(at).catch(() => undefined)
    },
    list: () => filesUnder(base),
    close: () => undefined,
  }
}

/** Bytes of the largest file of a publication that is read: a district of a million people has some 200 million. */
const MOST_FILE_BYTES = 512 * 1024 * 1024

/** Paths in the archive begin with the folder that roll.json lies in: an archive packed by hand may have another one, or none. */
const zipSource = async (file: string): Promise<RollSource> => {
  const zip = await openZip(file)
  const names = zip.names().filter(name => !name.endsWith('/'))
  const manifests = names.filter(name => name === MANIFEST || name.endsWith(`/${MANIFEST}`))
  const [manifest = MANIFEST] = manifests.sort((a, b) => a.length - b.length)
  const folder = manifest.slice(0, -MANIFEST.length)
  return {
    async read(path) {
      if (!zip.has(folder + path)) return undefined
      return await zip
        .open(folder + path, MOST_FILE_BYTES)
        .then(buffer)
        .catch(() => undefined)
    },
    list: async () => names.map(name => (name.startsWith(folder) ? name.slice(folder.length) : `../${name}`)).sort(),
    close: () => zip.close(),
  }
}

/** Opens what lies at `path`; null: it is neither a folder nor a ZIP file. */
export const openRollSource = async (path: string): Promise<RollSource | null> => {
  const isFile = await stat(path).then(
    found => found.isFile(),
    () => false,
  )
  return isFile ? await zipSource(path).catch(() => null) : directorySource(path)
}
