/** The parts of a zip archive, such as a workbook: files read in any order without unpacking it to the disk. */
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { TableBroken, tableFaults } from './faults.ts'
import { ALWAYS_UNPACKED_BYTES, MOST_DIRECTORY_BYTES, MOST_PARTS, MOST_UNPACKED_RATIO } from './limits.ts'

export interface ZipParts {
  has(name: string): boolean
  names(): readonly string[]
  /** Uncompressed bytes of a part. */
  sizeOf(name: string): number
  /** Opens a part. Throws TableBroken if it unpacks to more than `mostBytes`; a part that is larger than it states fails while it is read. */
  open(name: string, mostBytes: number): Promise<Readable>
  close(): void
}

const checkSize = (entry: yauzl.Entry, mostBytes: number): void => {
  const { uncompressedSize, compressedSize } = entry
  const isBomb = uncompressedSize > ALWAYS_UNPACKED_BYTES && uncompressedSize > compressedSize * MOST_UNPACKED_RATIO
  if (isBomb || uncompressedSize > mostBytes) throw new TableBroken(tableFaults.unpacksTooLarge)
}

const openPart = (zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> =>
  new Promise((opened, failed) => {
    zip.openReadStream(entry, (fault, stream) => (fault ? failed(fault) : opened(stream)))
  })

const toParts = (zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>): ZipParts => ({
  has: name => entries.has(name),
  names: () => [...entries.keys()],
  sizeOf: name => entries.get(name)?.uncompressedSize ?? 0,
  async open(name, mostBytes) {
    const entry = entries.get(name)
    if (!entry) throw new Error('a part of the archive is missing')
    checkSize(entry, mostBytes)
    return openPart(zip, entry)
  },
  close: () => zip.close(),
})

export const openZip = (path: string): Promise<ZipParts> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, { autoClose: false, lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const entries = new Map<string, yauzl.Entry>()
      let count = 0
      let directoryBytes = 0
      const refuse = (cause: unknown) => {
        zip.close()
        reject(cause)
      }
      zip.on('error', refuse)
      zip.on('entry', (entry: yauzl.Entry) => {
        entries.set(entry.fileName, entry)
        count += 1
        directoryBytes += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
        if (count > MOST_PARTS || directoryBytes > MOST_DIRECTORY_BYTES) refuse(new TableBroken(tableFaults.unpacksTooLarge))
        else zip.readEntry()
      })
      zip.on('end', () => resolve(toParts(zip, entries)))
      zip.readEntry()
    })
  })
