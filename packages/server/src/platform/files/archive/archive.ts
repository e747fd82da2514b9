/**
 * ZIP archives of tables that somebody sent. What is in one is found out in a process of its own, which unpacks all of it once within the
 * limits; then its files are read one by one, none larger than was found.
 */
import type { Readable } from 'node:stream'
import { fail, ok, type Result } from '@mingce/domain/result'
import yauzl from 'yauzl'
import { runIsolated } from '../isolated.ts'
import { ALWAYS_UNPACKED_BYTES, MOST_UNPACKED_RATIO } from '../sources/index.ts'
import type { ArchiveFile, ArchiveFound, ArchiveLimits } from './found.ts'

export const ARCHIVE_LIMITS: ArchiveLimits = {
  mostFiles: 1_000,
  mostBytes: 512 << 20,
  mostDepth: 8,
  longestName: 400,
  mostRatio: MOST_UNPACKED_RATIO,
  alwaysBytes: ALWAYS_UNPACKED_BYTES,
}

const PROGRAM = new URL(import.meta.url.replace(/archive\.(ts|js)$/, 'archive-program.$1'))
const PROCESS = { heapMB: 256, deadlineMs: 120_000 }

/** What the file at `path` holds. `table`: it is no archive of files; a workbook is none, though it is a ZIP file. */
export const inspectArchive = async (path: string, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<ArchiveFound> => {
  const found = await runIsolated<{ path: string; limits: ArchiveLimits }, ArchiveFound>(PROGRAM, { path, limits }, PROCESS)
  return found.ok ? found.value : { kind: 'refused', why: 'too-large' }
}

const openEntry = (zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> =>
  new Promise((opened, failed) => {
    zip.openReadStream(entry, (fault, stream) => (fault ? failed(fault) : opened(stream)))
  })

async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (;;) {
    const entry = await new Promise<yauzl.Entry | null>((resolve, reject) => {
      zip.once('entry', resolve)
      zip.once('end', () => resolve(null))
      zip.once('error', reject)
      zip.readEntry()
    })
    zip.removeAllListeners()
    if (entry === null) return
    yield entry
  }
}

const openForReading = (path: string): Promise<yauzl.ZipFile> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, { autoClose: false, lazyEntries: true, decodeStrings: false }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    )
  })

/** Bytes of a file, of which there are as many as were found. */
async function* bounded(stream: Readable, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of stream) {
    bytes += (piece as Uint8Array).length
    if (bytes > most) throw new Error('a file of an archive is larger than it was')
    yield piece as Uint8Array
  }
}

/** Hands each file of an inspected archive to `take`, in the order of the archive; those that are refused are left out. */
export const unpackArchive = async (
  path: string,
  files: readonly ArchiveFile[],
  take: (file: ArchiveFile, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<Result<null, 'damaged'>> => {
  const wanted = new Map(files.filter(({ fault }) => fault === null).map(file => [file.at, file]))
  const zip = await openForReading(path).catch(() => null)
  if (zip === null) return fail('damaged')
  try {
    let at = 0
    for await (const entry of entriesOf(zip)) {
      const file = wanted.get(at)
      at += 1
      if (file) await take(file, bounded(await openEntry(zip, entry), file.bytes))
    }
    return ok(null)
  } finally {
    zip.close()
  }
}
