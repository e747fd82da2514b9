/** Files that cannot be written, in words: a full disk, no permission, a folder that is a file. These are expected, not bugs. */
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Text } from '@mingce/domain/result'

const FAULTS: Readonly<Record<string, Text>> = {
  ENOSPC: { zh: '磁盘已满', en: 'the disk is full' },
  EDQUOT: { zh: '磁盘配额已用完', en: 'the disk quota is used up' },
  EFBIG: { zh: '文件超过允许的大小', en: 'the file is larger than allowed' },
  EACCES: { zh: '没有写入的权限', en: 'no permission to write there' },
  EPERM: { zh: '没有写入的权限', en: 'no permission to write there' },
  EROFS: { zh: '那里只能读取', en: 'the file system is read-only' },
  ENOENT: { zh: '没有这个文件夹', en: 'there is no such folder' },
  ENOTDIR: { zh: '路径中有一段是文件，不是文件夹', en: 'a part of the path is a file, not a folder' },
  EISDIR: { zh: '这是一个文件夹', en: 'it is a folder' },
  EEXIST: { zh: '已有同名的文件', en: 'a file of that name exists' },
  ENOTEMPTY: { zh: '文件夹中已有别的内容', en: 'the folder contains other files' },
  ENAMETOOLONG: { zh: '路径过长', en: 'the path is too long' },
  EIO: { zh: '磁盘读写出错', en: 'the disk reported an error' },
  EMFILE: { zh: '打开的文件过多', en: 'too many files are open' },
  ENFILE: { zh: '打开的文件过多', en: 'too many files are open' },
}

/** What went wrong with a file, by the errno of the error; null: the error is of another kind. */
export const describeFileFault = (error: unknown): Text | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? (FAULTS[error.code] ?? null) : null

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
