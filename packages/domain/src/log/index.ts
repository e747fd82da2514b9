/** The audit log as a Merkle log: its tree, its tiles, and what an entry says (docs/adr/0014-log.md). */
export {
  begunStatement,
  type EndedLog,
  entryBytes,
  eventText,
  type LogEvent,
  readBegunStatement,
  readEntry,
  rollStatement,
  SALT_BYTES,
} from './event.ts'
export {
  consistencyProof,
  inclusionProof,
  isSameHash,
  leafHash,
  type ReadNode,
  rootAt,
  type Sha256,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'
export {
  bundlesOf,
  edgeOf,
  HASH_SIZE,
  readTilePath,
  TILE_WIDTH,
  TileSet,
  tilePath,
  tilesOf,
  tilesRead,
} from './tiles.ts'
