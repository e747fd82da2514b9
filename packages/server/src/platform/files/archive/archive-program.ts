/** The program that `inspectArchive` runs in a process of its own: unpacks an archive once within the limits, and keeps nothing of it. */
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { answerIsolated } from '../isolated.ts'
import type { ArchiveFile, ArchiveFound, ArchiveLimits, ArchiveRefusal } from './found.ts'
import { decodeName, depthOf, isLeftover } from './names.ts'

/** Parts by which a ZIP file is a document of an office program. */
const DOCUMENT_PARTS = new Set([
  '[Content_Types].xml',
  'mimetype',
  'content.xml',
  'xl/workbook.xml',
  'xl/workbook.bin',
  'word/document.xml',
])
const isDocument = (names: readonly string[]): boolean => names.some(name => DOCUMENT_PARTS.has(name))
const ENCRYPTED = 1

class Refused extends Error {
  readonly why: ArchiveRefusal
  constructor(why: ArchiveRefusal) {
    super(why)
    this.why = why
  }
}

const OPTIONS = { autoClose: false, lazyEntries: true, decodeStrings: false } as const

const opened = (begin: (done: (error: Error | null, zip: yauzl.ZipFile) => void) => void): Promise<yauzl.ZipFile> =>
  new Promise((resolve, reject) => begin((error, zip) => (error ? reject(error) : resolve(zip))))

/** All entries of an archive, at most `most`. */
const listEntries = (zip: yauzl.ZipFile, most: number): Promise<yauzl.Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = []
    zip.on('error', reject)
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry)
      if (entries.length > most) reject(new Refused('too-many'))
      else zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.readEntry()
  })

const nameOf = ({ fileName, generalPurposeBitFlag, extraFields }: yauzl.Entry): string => {
  const bytes: unknown = fileName
  if (!(bytes instanceof Uint8Array)) return String(bytes)
  return decodeName({ bytes, flags: generalPurposeBitFlag, extra: extraFields })
}

const isZip = (start: Uint8Array): boolean => start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03 && start[3] === 0x04

/** Names of a ZIP file in memory; none where it cannot be read. */
const namesIn = async (bytes: Buffer): Promise<string[] | null> => {
  try {
    const zip = await opened(done => yauzl.fromBuffer(bytes, OPTIONS, done))
    return (await listEntries(zip, 20_000)).map(nameOf)
  } catch {
    return null
  }
}

/** Unpacks one file; a ZIP file in it is kept until it is known what it is. */
const unpack = async (stream: Readable, left: number): Promise<{ readonly bytes: number; readonly isNested: boolean }> => {
  let bytes = 0
  let start: Uint8Array | undefined
  const kept: Uint8Array[] = []
  for await (const piece of stream) {
    const part = piece as Uint8Array
    start ??= part
    bytes += part.length
    if (bytes > left) throw new Refused('too-large')
    if (isZip(start)) kept.push(part)
  }
  if (kept.length === 0) return { bytes, isNested: false }
  const names = await namesIn(Buffer.concat(kept))
  return { bytes, isNested: names !== null && !isDocument(names) }
}

const read = (zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> =>
  new Promise((resolve, reject) => zip.openReadStream(entry, (fault, stream) => (fault ? reject(fault) : resolve(stream))))

const checkEntry = (
  entry: yauzl.Entry,
  name: string,
  { mostDepth, longestName, mostRatio, alwaysBytes }: ArchiveLimits,
): void => {
  const { uncompressedSize, compressedSize } = entry
  if (uncompressedSize > alwaysBytes && uncompressedSize > compressedSize * mostRatio) throw new Refused('too-large')
  if (depthOf(name) > mostDepth) throw new Refused('too-deep')
  if (name.length > longestName) throw new Refused('long-name')
}

const fileOf = async (zip: yauzl.ZipFile, entry: yauzl.Entry, at: number, name: string, left: number): Promise<ArchiveFile> => {
  if (entry.generalPurposeBitFlag & ENCRYPTED) return { at, name, bytes: 0, fault: 'password' }
  try {
    const { bytes, isNested } = await unpack(await read(zip, entry), left)
    return { at, name, bytes, fault: isNested ? 'nested' : null }
  } catch (error) {
    if (error instanceof Refused) throw error
    return { at, name, bytes: 0, fault: 'damaged' }
  }
}

const inspect = async (path: string, limits: ArchiveLimits): Promise<ArchiveFound> => {
  const zip = await opened(done => yauzl.open(path, OPTIONS, done))
  // Folders and leftovers count too, so that an archive of nothing else ends.
  const entries = await listEntries(zip, limits.mostFiles * 4)
  const names = entries.map(nameOf)
  if (isDocument(names)) return { kind: 'table' }
  const files: ArchiveFile[] = []
  let bytes = 0
  for (const [at, entry] of entries.entries()) {
    const name = names[at] ?? ''
    if (name.endsWith('/') || isLeftover(name)) continue
    if (files.length === limits.mostFiles) throw new Refused('too-many')
    checkEntry(entry, name, limits)
    const file = await fileOf(zip, entry, at, name, limits.mostBytes - bytes)
    bytes += file.bytes
    files.push(file)
  }
  return files.length === 0 ? { kind: 'refused', why: 'empty' } : { kind: 'archive', files }
}

const startsAsZip = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r')
  try {
    const start = Buffer.alloc(4)
    await file.read(start, 0, 4, 0)
    return isZip(start) || start.equals(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  } finally {
    await file.close()
  }
}

answerIsolated(async ({ path, limits }: { path: string; limits: ArchiveLimits }): Promise<ArchiveFound> => {
  if (!(await startsAsZip(path))) return { kind: 'table' }
  try {
    return await inspect(path, limits)
  } catch (error) {
    return { kind: 'refused', why: error instanceof Refused ? error.why : 'damaged' }
  }
})
