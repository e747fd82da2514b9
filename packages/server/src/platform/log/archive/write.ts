/** Writes a log into a directory, bundle by bundle. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HASH_SIZE, leafHash, TILE_WIDTH, TileSet, tilePath } from '@mingce/domain/log'
import { sha256 } from '../../tlog/index.ts'
import { bundleOf } from '../read.ts'
import { ABOUT, type About, CHECKPOINT, CHECKPOINTS, type EventLine, eventsPath } from './format.ts'

export interface ArchivedEntry {
  readonly entry: Uint8Array
  readonly line: EventLine
}

export interface Archive {
  readonly about: About
  /** Signed notes. */
  readonly checkpoint: string
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[]
  /** Entries in order; every page but the last has 256. */
  readonly pages: AsyncIterable<readonly ArchivedEntry[]> | Iterable<readonly ArchivedEntry[]>
}

/** Writes the tiles that a page filled or, at the end, all that are left. */
const writeTiles = async (
  put: (path: string, content: Uint8Array) => Promise<void>,
  tiles: TileSet,
  keys: Iterable<string>,
): Promise<void> => {
  for (const { id, bytes } of tiles.bytesOf(keys))
    await put(tilePath(id.level, { index: id.index, width: bytes.length / HASH_SIZE }), bytes)
}

/** Writes the files of a log into `directory`, which is made. @returns how many entries */
export const writeArchive = async (directory: string, archive: Archive): Promise<number> => {
  const put = async (path: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), content, { flag: 'wx', mode: 0o600 })
  }
  const tiles = new TileSet(sha256)
  const open = new Set<string>()
  let size = 0
  for await (const page of archive.pages) {
    const index = size / TILE_WIDTH
    for (const { entry } of page) for (const key of tiles.append(0, size++, leafHash(entry, sha256))) open.add(key)
    await put(tilePath('entries', { index, width: page.length }), bundleOf(page.map(({ entry }) => entry)))
    await put(eventsPath(index), page.map(({ line }) => `${JSON.stringify(line)}\n`).join(''))
    const full = tiles.bytesOf(open).filter(({ bytes }) => bytes.length === TILE_WIDTH * HASH_SIZE)
    const keys = full.map(({ id }) => `${id.level}/${id.index}`)
    await writeTiles(put, tiles, keys)
    for (const key of keys) open.delete(key)
    tiles.releaseFull()
  }
  await writeTiles(put, tiles, open)
  for (const { size: at, note } of archive.checkpoints) await put(`${CHECKPOINTS}/${at}`, note)
  await put(CHECKPOINT, archive.checkpoint)
  await put(ABOUT, `${JSON.stringify(archive.about, null, 2)}\n`)
  return size
}
