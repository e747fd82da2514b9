/** Files that cannot be written, in words: a full disk, no permission, a folder that is a file. These are expected, not bugs. */
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Text } from '@mingce/domain/result'
import { briefOfErrno } from '../faults/index.ts'

/** What went wrong with a file, by the errno of the error; null: the error is of another kind. */
export const describeFileFault = briefOfErrno

/** The nearest folder above `path` that exists. */
const existingAbove = async (path: string): Promise<string> => {
  const above = dirname(path)
  const found = await stat(above).then(
    () => true,
    error => error.code !== 'ENOENT',
  )
  return found || above === path ? above : existingAbove(above)
}

/** Enough that a file system which keeps small files in its own tables needs a block for it. */
const PROBE_BYTES = 64 * 1024

/**
 * Why a directory could not be created and filled at `directory`; null: it can. Tries it with a file beside it that is removed again, because
 * permissions alone say nothing of a full or read-only disk.
 */
export const findWriteFault = async (directory: string): Promise<Text | null> => {
  let probe: string | undefined
  try {
    probe = await mkdtemp(join(await existingAbove(resolve(directory)), '.mingce-probe-'))
    const file = await open(join(probe, 'probe'), 'wx')
    try {
      await file.writeFile(Buffer.alloc(PROBE_BYTES))
      await file.sync()
    } finally {
      await file.close()
    }
    return null
  } catch (error) {
    const fault = describeFileFault(error)
    if (fault === null) throw error
    return fault
  } finally {
    if (probe !== undefined) await rm(probe, { recursive: true, force: true })
  }
}
