/** The parts of a workbook: files in a zip archive, read in any order without unpacking it to the disk. */
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'

export interface ZipParts {
  has(name: string): boolean
  /** Uncompressed bytes of a part. */
  sizeOf(name: string): number
  open(name: string): Promise<Readable>
  close(): void
}

/** A real workbook has some dozens of parts. */
const MOST_PARTS = 20_000

export const openZip = (path: string): Promise<ZipParts> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, { autoClose: false, lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const entries = new Map<string, yauzl.Entry>()
      zip.on('error', reject)
      zip.on('entry', (entry: yauzl.Entry) => {
        entries.set(entry.fileName, entry)
        if (entries.size > MOST_PARTS) reject(new Error('too many parts'))
        else zip.readEntry()
      })
      zip.on('end', () =>
        resolve({
          has: name => entries.has(name),
          sizeOf: name => entries.get(name)?.uncompressedSize ?? 0,
          open: name => {
            const entry = entries.get(name)
            if (!entry) return Promise.reject(new Error('a part of the workbook is missing'))
            return new Promise((opened, failed) => {
              zip.openReadStream(entry, (fault, stream) => (fault ? failed(fault) : opened(stream)))
            })
          },
          close: () => zip.close(),
        }),
      )
      zip.readEntry()
    })
  })
