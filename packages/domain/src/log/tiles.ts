/**
 * Tiles of a log (C2SP tlog-tiles): 256 consecutive hashes of one level of the tree, level l having one hash for 256^l entries. A tile only
 * grows at its end, so a partial tile is the beginning of the full one.
 */
import { nodeHash, type ReadNode, type Sha256 } from './merkle.ts'

export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
export const HASH_SIZE = 32

export interface TileId {
  readonly level: number
  readonly index: number
}

/** A tile of a tree of a certain size; `width` hashes, 256 when it is full. */
export interface Tile extends TileId {
  readonly width: number
}

/** Hashes that level `level` has in a tree of `size` entries. */
const hashesAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level)

/** The tiles of a tree of `size` entries, level by level: full ones, then the partial one if there is any. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0; hashesAt(level, size) > 0; level++) yield* tilesOfLevel(level, hashesAt(level, size))
}

function* tilesOfLevel(level: number, hashes: number): Generator<Tile> {
  for (let index = 0; index * TILE_WIDTH < hashes; index++)
    yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) }
}

/** The bundles of entries of a log of `size` entries: as wide as the tiles of level 0. */
export const bundlesOf = (size: number): Generator<Tile> => tilesOfLevel(0, size)

/** The tile at the end of each level, to which the next hash of that level is added; where a level has only full tiles, one that does not exist yet. */
export const edgeOf = (size: number): TileId[] => {
  const edge: TileId[] = []
  for (let level = 0; level === 0 || hashesAt(level, size) > 0; level++)
    edge.push({ level, index: Math.floor(hashesAt(level, size) / TILE_WIDTH) })
  return edge
}

const keyOf = ({ level, index }: TileId): string => `${level}/${index}`

/** Hashes of tiles in memory. */
export class TileSet {
  readonly #tiles = new Map<string, { readonly id: TileId; readonly hashes: Uint8Array[] }>()
  readonly #hash: Sha256

  constructor(hash: Sha256) {
    this.#hash = hash
  }

  /** Puts a tile's concatenated hashes. */
  put(id: TileId, bytes: Uint8Array): void {
    const hashes: Uint8Array[] = []
    for (let at = 0; at + HASH_SIZE <= bytes.length; at += HASH_SIZE) hashes.push(bytes.subarray(at, at + HASH_SIZE))
    this.#tiles.set(keyOf(id), { id, hashes })
  }

  /** Adds a hash at the end of a level; a tile that it fills adds its root to the level above. Returns the tiles that changed. */
  append(level: number, position: number, leaf: Uint8Array, changed: Set<string> = new Set()): Set<string> {
    const id = { level, index: Math.floor(position / TILE_WIDTH) }
    const key = keyOf(id)
    const tile = this.#tiles.get(key) ?? { id, hashes: [] }
    if (tile.hashes.length !== position % TILE_WIDTH)
      throw new Error(`tile ${key} has ${tile.hashes.length} hashes at ${position}`)
    tile.hashes.push(leaf)
    this.#tiles.set(key, tile)
    changed.add(key)
    return tile.hashes.length === TILE_WIDTH ? this.append(level + 1, id.index, this.#fold(tile.hashes), changed) : changed
  }

  /** Names of the tiles that are here, for `bytesOf`. */
  keys(): string[] {
    return [...this.#tiles.keys()]
  }

  /** Forgets full tiles: what is added later does not read them, and the root of the tree as it is now does not either. */
  releaseFull(): void {
    for (const [key, { hashes }] of this.#tiles) if (hashes.length === TILE_WIDTH) this.#tiles.delete(key)
  }

  /** Concatenated hashes of the tiles with these keys. */
  bytesOf(keys: Iterable<string>): { readonly id: TileId; readonly bytes: Uint8Array }[] {
    return [...keys].map(key => {
      const tile = this.#tiles.get(key)
      if (!tile) throw new Error(`tile ${key} is not here`)
      const bytes = new Uint8Array(tile.hashes.length * HASH_SIZE)
      for (const [at, hash] of tile.hashes.entries()) bytes.set(hash, at * HASH_SIZE)
      return { id: tile.id, bytes }
    })
  }

  /** The hash of a full subtree. @throws Error when its tile is missing or too short */
  readonly read: ReadNode = (level, index) => {
    const width = 2 ** (level % TILE_HEIGHT)
    const id = tileOfNode(level, index)
    const from = (index * width) % TILE_WIDTH
    const hashes = this.#tiles.get(keyOf(id))?.hashes.slice(from, from + width) ?? []
    if (hashes.length !== width) throw new Error(`tile ${keyOf(id)} lacks the hashes of node ${level}/${index}`)
    return this.#fold(hashes)
  }

  #fold(hashes: readonly Uint8Array[]): Uint8Array {
    const [first, second] = hashes
    if (first === undefined) throw new Error('a subtree has at least one hash')
    if (second === undefined) return first
    const half = hashes.length / 2
    return nodeHash(this.#fold(hashes.slice(0, half)), this.#fold(hashes.slice(half)), this.#hash)
  }
}

/** The tile that holds the hashes of a node, at the level at or below it. */
const tileOfNode = (level: number, index: number): TileId => ({
  level: Math.floor(level / TILE_HEIGHT),
  index: Math.floor((index * 2 ** (level % TILE_HEIGHT)) / TILE_WIDTH),
})

/** The tiles that a computation reads: it is run once on placeholders, because which nodes it reads does not depend on their hashes. */
export const tilesRead = (compute: (read: ReadNode, hash: Sha256) => unknown): TileId[] => {
  const found = new Map<string, TileId>()
  const empty = new Uint8Array()
  compute(
    (level, index) => {
      const id = tileOfNode(level, index)
      found.set(keyOf(id), id)
      return empty
    },
    () => empty,
  )
  return [...found.values()]
}

const pathOfIndex = (index: number): string => {
  const parts: string[] = []
  for (let rest = index; parts.length === 0 || rest > 0; rest = Math.floor(rest / 1000)) {
    const digits = String(rest % 1000).padStart(3, '0')
    parts.unshift(parts.length === 0 ? digits : `x${digits}`)
  }
  return parts.join('/')
}

/** The path of a tile below the log's prefix: `tile/0/x001/x234/067`, or with `.p/17` while it has 17 hashes. `entries` is a bundle. */
export const tilePath = (level: number | 'entries', { index, width }: Pick<Tile, 'index' | 'width'>): string =>
  `tile/${level}/${pathOfIndex(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`

const TILE_PATH = /^(0|[1-9]\d?|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/
const MAX_LEVEL = 63

/** Reads what follows `tile/` in an address; undefined where it names no tile. */
export const readTilePath = (
  path: string,
): { readonly level: number | 'entries'; readonly index: number; readonly width: number } | undefined => {
  const [, name = '', digits = '', partial] = TILE_PATH.exec(path) ?? []
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  const level = name === 'entries' ? name : Number(name)
  const index = Number(digits.replace(/[x/]/g, ''))
  const isTile = digits !== '' && (partial === undefined || width < TILE_WIDTH) && (level === 'entries' || level <= MAX_LEVEL)
  return isTile && Number.isSafeInteger(index) && pathOfIndex(index) === digits ? { level, index, width } : undefined
}
