/**
 * Verifies an exported log offline, without the program's database. The tree is computed anew from the entries and compared with every known
 * checkpoint; each event is compared with the commitment of its entry. Memory does not grow with the log.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  bundlesOf,
  type EndedLog,
  HASH_SIZE,
  leafHash,
  readBegunStatement,
  readEntry,
  rootAt,
  TILE_WIDTH,
  TileSet,
  tilePath,
} from '@mingce/domain/log'
import { NOTE_KEY, readVerifierKey, sha256, type VerifierKey } from '../../tlog/index.ts'
import { commitmentOf } from '../commitment.ts'
import { type LogFault, logFault } from './faults.ts'
import { ABOUT, About, CHECKPOINT, CHECKPOINTS, EventLine, eventsPath } from './format.ts'
import { type GivenCheckpoint, type Head, type HeadContext, readGivenHead, readHead } from './heads.ts'

export interface VerifyOptions {
  /** Checkpoints from elsewhere. */
  readonly checkpoints?: readonly GivenCheckpoint[]
  /** vkeys of the log and of witnesses, from elsewhere. Without them those in the directory are used. */
  readonly keys?: readonly VerifierKey[]
}

export interface VerifiedLog {
  readonly ok: boolean
  /** Entries that were read. */
  readonly size: number
  /** The first so many events are covered by an independent checkpoint that holds. */
  readonly covered: number
  /** Events that were erased. */
  readonly erased: number
  /** Independent checkpoints that hold. */
  readonly holding: readonly { readonly name: string; readonly size: number; readonly witnesses: readonly string[] }[]
  /** The keys are those in the directory itself. */
  readonly usesOwnKeys: boolean
  /** Logs that ended and were begun anew, as public entries say. */
  readonly begun: readonly EndedLog[]
  readonly faults: readonly LogFault[]
}

/** More faults than these are not listed. */
const MOST_FAULTS = 100

/** Entries of a bundle; undefined where its lengths do not add up. */
const entriesOf = (bundle: Buffer): Buffer[] | undefined => {
  const entries: Buffer[] = []
  let at = 0
  while (at + 2 <= bundle.length) {
    const end = at + 2 + bundle.readUInt16BE(at)
    if (end > bundle.length) return undefined
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  return at === bundle.length ? entries : undefined
}

const parseLine = (line: string): EventLine | undefined => {
  try {
    return EventLine.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** One verification: reads the directory, and collects what is wrong. */
class Verification {
  readonly faults: LogFault[] = []
  readonly holding: Head[] = []
  readonly begun: EndedLog[] = []
  size = 0
  erased = 0
  readonly #tiles = new TileSet(sha256)
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  add(fault: LogFault): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(fault)
  }

  /** The content of a file of the directory; undefined, with a fault, where there is none. */
  async read(path: string): Promise<Buffer | undefined> {
    return readFile(join(this.#directory, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
      this.add(logFault('file-missing', path))
      return undefined
    })
  }

  /** Compares the tree so far with the checkpoints of its size. */
  compare(heads: readonly Head[], origins: readonly string[]): void {
    const reached = heads.filter(head => head.size === this.size)
    if (reached.length === 0) return
    const root = rootAt(this.size, this.#tiles.read, sha256)
    for (const head of reached)
      if (head.isOf({ size: this.size, root }, origins)) this.holding.push(head)
      else if (head.name === CHECKPOINT) this.add(logFault('root', head.name, head.size))
      else this.add(this.#missed(head, 'history'))
  }

  /** A checkpoint that the tree does not have: of a log that ended, where a public entry says that it did before. */
  #missed(head: Head, code: 'history' | 'truncated'): LogFault {
    const hasEnded = this.begun.some(
      ({ origin, size }) => head.size > size && (head.origin === undefined || head.origin === origin),
    )
    return logFault(hasEnded ? 'ended' : code, head.name, head.size)
  }

  compareLonger(heads: readonly Head[]): void {
    for (const head of heads) if (head.size > this.size) this.add(this.#missed(head, 'truncated'))
  }

  /** Reads a bundle with its events. False: it is not readable, and the tree ends before it. */
  async readBundle(index: number, width: number, heads: readonly Head[], origins: readonly string[]): Promise<boolean> {
    const path = tilePath('entries', { index, width })
    const bundle = await this.read(path)
    const entries = bundle && entriesOf(bundle)
    if (bundle && entries?.length !== width) this.add(logFault('file-malformed', path))
    if (!entries || entries.length !== width) return false
    await this.readEvents(index, entries)
    const changed = new Set<string>()
    for (const entry of entries) {
      this.#tiles.append(0, this.size, leafHash(entry, sha256), changed)
      this.size += 1
      const ended = readBegunStatement(Buffer.from(readEntry(entry)?.statement ?? []).toString())
      if (ended) this.begun.push(ended)
      this.compare(heads, origins)
    }
    await this.compareTiles([...changed].filter(key => this.isFinal(key)))
    this.#tiles.releaseFull()
    return true
  }

  isFinal(key: string): boolean {
    return this.#tiles.bytesOf([key]).every(({ bytes }) => bytes.length === TILE_WIDTH * HASH_SIZE)
  }

  /** The tiles that are not full when the tree ends. */
  async compareEdge(): Promise<void> {
    await this.compareTiles(this.#tiles.keys())
  }

  async compareTiles(keys: Iterable<string>): Promise<void> {
    for (const { id, bytes } of this.#tiles.bytesOf(keys)) {
      const path = tilePath(id.level, { index: id.index, width: bytes.length / HASH_SIZE })
      const stored = await this.read(path)
      if (stored && !stored.equals(Buffer.from(bytes))) this.add(logFault('tile', path))
    }
  }

  /** Compares the events of a bundle with the commitments of its entries. */
  async readEvents(index: number, entries: readonly Buffer[]): Promise<void> {
    const path = eventsPath(index)
    const text = (await this.read(path))?.toString()
    if (text === undefined) return
    const lines = new Map<number, EventLine>()
    for (const written of text.split('\n').filter(Boolean)) {
      const line = parseLine(written)
      if (!line || lines.has(line.position)) this.add(logFault('file-malformed', path))
      else lines.set(line.position, line)
    }
    for (const [at, entry] of entries.entries()) {
      const position = index * TILE_WIDTH + at
      const line = lines.get(position)
      const commitment = readEntry(entry)?.commitment
      if (!line) this.add(logFault('event-missing', path, position))
      else if ('erasedAt' in line) this.erased += 1
      else if (
        !commitment ||
        !Buffer.from(commitmentOf(line.event, Buffer.from(line.salt, 'hex'))).equals(Buffer.from(commitment))
      )
        this.add(logFault('event-changed', path, position))
    }
  }
}

/** The checkpoints of the directory, and those that were given. */
const collectHeads = async (
  directory: string,
  verification: Verification,
  about: HeadContext,
  given: readonly GivenCheckpoint[],
): Promise<Head[]> => {
  const heads: Head[] = []
  const take = ({ head, fault }: Awaited<ReturnType<typeof readGivenHead>>) => {
    if (head) heads.push(head)
    else verification.add(fault)
  }
  const newest = await verification.read(CHECKPOINT)
  if (newest) take(readHead(CHECKPOINT, newest.toString(), { ...about, isGiven: false }))
  const names = await readdir(join(directory, CHECKPOINTS)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  for (const name of names.sort()) {
    const path = `${CHECKPOINTS}/${name}`
    const text = await verification.read(path)
    if (text) take(readHead(path, text.toString(), { ...about, isGiven: false }))
  }
  for (const one of given) take(await readGivenHead(one, about))
  return heads
}

const readAbout = async (verification: Verification): Promise<About | undefined> => {
  const text = await verification.read(ABOUT)
  if (!text) return undefined
  try {
    const about = About.safeParse(JSON.parse(text.toString())).data
    if (about) return about
  } catch {
    // Not JSON.
  }
  verification.add(logFault('file-malformed', ABOUT))
  return undefined
}

/** Verifies the log in `directory`. Nothing but files is read. */
export const verifyLogDirectory = async (directory: string, options: VerifyOptions = {}): Promise<VerifiedLog> => {
  const verification = new Verification(directory)
  const about = await readAbout(verification)
  const { checkpoints = [], keys = [] } = options
  // A key of the log that the verifier has is the only one that counts for the log; witnesses' keys likewise.
  const own = (about?.keys ?? []).map(readVerifierKey).filter(key => key !== undefined)
  const usesOwnKeys = keys.length === 0
  const logKeys = keys.filter(key => key.type === NOTE_KEY)
  const logKey = logKeys.find(key => key.name === about?.origin) ?? logKeys[0]
  const origin = logKey?.name ?? about?.origin ?? ''
  // Keys of logs that ended vouch for nothing that this log's own key does not.
  const former = (about?.former ?? []).map(readVerifierKey).filter(key => key !== undefined)
  const origins = [origin, ...former.map(({ name }) => name).filter(name => name !== origin)]
  const trusted = [...(usesOwnKeys ? own : keys), ...former.filter(({ name }) => name !== origin)]
  const heads = await collectHeads(directory, verification, { origins, keys: trusted }, checkpoints)
  const end = heads.find(head => head.name === CHECKPOINT)?.size ?? 0
  verification.compare(heads, origins)
  for (const { index, width } of bundlesOf(end)) if (!(await verification.readBundle(index, width, heads, origins))) break
  if (verification.size === end) await verification.compareEdge()
  verification.compareLonger(heads)
  const independent = verification.holding.filter(head => head.isIndependent)
  return {
    ok: verification.faults.length === 0,
    size: verification.size,
    covered: Math.max(0, ...independent.map(head => head.size)),
    erased: verification.erased,
    holding: independent.map(({ name, size, witnesses }) => ({ name, size, witnesses })),
    usesOwnKeys,
    begun: verification.begun,
    faults: verification.faults,
  }
}
