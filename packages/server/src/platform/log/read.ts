/** Reads the log: its checkpoint with cosignatures, tiles and bundles of entries, and proofs, which are made from tiles. */
import {
  consistencyProof,
  HASH_SIZE,
  inclusionProof,
  type ReadNode,
  type Sha256,
  TILE_WIDTH,
  TileSet,
  tilesRead,
} from '@mingce/domain/log'
import type { Sql } from '../database/index.ts'
import { checkpointText, formatLogProof, formatNote, readCheckpoint, readNote, sha256, shortCode } from '../tlog/index.ts'
import {
  type CheckpointRow,
  findCheckpoint,
  findCheckpointOver,
  findCosignatures,
  findEntries,
  findStatementEntry,
  findTiles,
} from './store.ts'

/** A checkpoint as others get it: signed by the log, and by the witnesses so far. */
export const noteWithCosignatures = (row: CheckpointRow, lines: readonly string[]): string => {
  const note = readNote(row.note)
  if (!note) throw new Error('the stored checkpoint is not a note')
  return formatNote(note.text, [...note.signatures.map(({ line }) => line), ...lines])
}

/** The newest checkpoint, or that of `size`; undefined before the first one. */
export const findCheckpointNote = async (sql: Sql, size: number | null = null): Promise<string | undefined> => {
  const row = await findCheckpoint(sql, size)
  if (!row) return undefined
  const lines = (await findCosignatures(sql, row.size)).map(({ line }) => line)
  return noteWithCosignatures(row, lines)
}

/** The first `width` hashes of a tile of the tree; undefined where it has not so many. */
export const findTile = async (sql: Sql, level: number, index: number, width: number): Promise<Uint8Array | undefined> => {
  const [tile] = await findTiles(sql, [{ level, index }])
  return tile && tile.hashes.length >= width * HASH_SIZE ? tile.hashes.subarray(0, width * HASH_SIZE) : undefined
}

/** Entries as a bundle: each after its length in two bytes. */
export const bundleOf = (entries: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(
    entries.flatMap(entry => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(entry.length)
      return [length, entry]
    }),
  )

/** The first `width` entries of a bundle; undefined where it has not so many. */
export const findBundle = async (sql: Sql, index: number, width: number): Promise<Uint8Array | undefined> => {
  const from = index * TILE_WIDTH
  const entries = await findEntries(sql, from, from + width)
  return entries.length === width ? bundleOf(entries.map(({ entry }) => entry)) : undefined
}

/** Computes from the tree's hashes, of which only the tiles that are read are loaded. */
const computeFromTiles = async <T>(sql: Sql, compute: (read: ReadNode, hash: Sha256) => T): Promise<T> => {
  const tiles = new TileSet(sha256)
  for (const { level, index, hashes } of await findTiles(sql, tilesRead(compute))) tiles.put({ level, index }, hashes)
  return compute(tiles.read, sha256)
}

/** Shows that the tree of `size` entries begins with that of `earlier` entries. */
export const findConsistencyProof = (sql: Sql, earlier: number, size: number): Promise<Uint8Array[]> =>
  computeFromTiles(sql, (read, hash) => consistencyProof(earlier, size, read, hash))

/** The proof that an entry is in the log, in a checkpoint that covers it. */
export interface ProvenStatement {
  readonly shortCode: string
  /** The text of a `.tlog-proof` file. Its extra data are the bytes of the entry. */
  readonly proof: string
}

/**
 * The proof of the entry that makes a public statement, under the checkpoint that was made with it: the same each time, but for cosignatures.
 * Undefined where no entry makes it yet.
 */
export const proveStatement = async (sql: Sql, statement: string): Promise<ProvenStatement | undefined> => {
  const found = await findStatementEntry(sql, statement)
  const row = found && (await findCheckpointOver(sql, found.position))
  if (!found || !row) return undefined
  const { position: index, entry: extra } = found
  const path = await computeFromTiles(sql, (read, hash) => inclusionProof(index, row.size, read, hash))
  const note = readNote(row.note)
  const checkpoint = note && readCheckpoint(note.text)
  if (!checkpoint || checkpointText(checkpoint) !== note.text) throw new Error('the stored checkpoint is not one')
  return { shortCode: shortCode(checkpoint), proof: formatLogProof({ extra, index, path, checkpoint: row.note }) }
}
