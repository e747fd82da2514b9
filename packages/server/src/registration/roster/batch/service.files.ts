/** An upload as the files that it is: itself, or those of a ZIP archive, sealed one by one. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../../access/index.ts'
import { type ArchiveFile, type ArchiveRefusal, inspectArchive, unpackArchive } from '../../../platform/files/index.ts'
import type { ReceivedFile } from '../../../platform/http/index.ts'
import { type Written, write } from '../../../platform/write/index.ts'
import type { RosterFailure } from '../errors.ts'
import { countFiles, insertFiles, type NewFile } from './store.ts'

type Failed = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }

const MOST_BATCH_FILES = 1_000
const LONGEST_NAME = 160

const FAULTS: Readonly<Record<NonNullable<ArchiveFile['fault']>, { readonly text: Text; readonly next: Text }>> = {
  nested: {
    text: { zh: '压缩包里还有压缩包，没有打开', en: 'This is an archive inside the archive; it was not opened' },
    next: { zh: '先解压，再把里面的文件放进来', en: 'Unpack it first, and add the files in it' },
  },
  password: {
    text: { zh: '文件有密码，不能读取', en: 'This file has a password and cannot be read' },
    next: { zh: '去掉密码后重新压缩', en: 'Pack it again without a password' },
  },
  damaged: {
    text: { zh: '压缩包里的这个文件已损坏', en: 'This file of the archive is damaged' },
    next: { zh: '向报送单位要原来的文件', en: 'Ask the sender for the original file' },
  },
}

const REFUSED: Readonly<Record<ArchiveRefusal, Text>> = {
  'too-many': { zh: `压缩包里的文件超过${MOST_BATCH_FILES}个`, en: `The archive has more than ${MOST_BATCH_FILES} files` },
  'too-large': { zh: '压缩包解开后过大', en: 'The archive unpacks to too much' },
  'too-deep': { zh: '压缩包里的文件夹层数过多', en: 'The archive has too many folders inside folders' },
  'long-name': { zh: '压缩包里有文件名过长的文件', en: 'A file name in the archive is too long' },
  damaged: { zh: '压缩包已损坏，不能打开', en: 'The archive is damaged and cannot be opened' },
  empty: { zh: '压缩包里没有文件', en: 'The archive has no files' },
}

/** A file's path in an archive as one name. */
const nameOf = (path: string): string =>
  [...path.split('/').filter(Boolean).join(' - ')]
    .filter(character => character >= ' ' && character !== '\u007f')
    .slice(-LONGEST_NAME)
    .join('') || 'file'

/** The files of an archive, sealed one by one; of one that is not read, why. */
const unpackTo = async (ctx: Context, path: string, found: readonly ArchiveFile[]): Promise<Result<NewFile[], Failed>> => {
  const sealed = new Map<number, string>()
  const unpacked = await unpackArchive(path, found, async ({ at }, bytes) => {
    sealed.set(at, await ctx.files.put(bytes))
  }).catch(async (error: unknown) => {
    for (const id of sealed.values()) await ctx.files.remove(id)
    throw error
  })
  if (!unpacked.ok) return fail({ code: 'batch.archive', text: REFUSED.damaged })
  return ok(
    found.map(({ at, name, bytes, fault }): NewFile => {
      const sealedId = sealed.get(at) ?? null
      const problem = FAULTS[fault ?? 'damaged']
      return sealedId === null
        ? { name: nameOf(name), bytes, sealedId, state: 'problem', look: { problem } }
        : { name: nameOf(name), bytes, sealedId, state: 'looking', look: {} }
    }),
  )
}

/** An upload as the files that it is: itself, or those of an archive. */
const filesOf = async (ctx: Context, file: ReceivedFile): Promise<Result<NewFile[], Failed>> =>
  ctx.files.withPlainCopy(file.sealedId, async path => {
    const found = await inspectArchive(path)
    if (found.kind === 'refused') return fail({ code: 'batch.archive', text: REFUSED[found.why] })
    if (found.kind === 'archive') return unpackTo(ctx, path, found.files)
    return ok([{ name: file.name, bytes: file.bytes, sealedId: file.sealedId, state: 'looking', look: {} }])
  })

const removeAll = async (ctx: Context, files: readonly Pick<NewFile, 'sealedId'>[]): Promise<void> => {
  for (const { sealedId } of files) if (sealedId !== null) await ctx.files.remove(sealedId)
}

/** Adds the files of an upload to a batch. The sealed upload is removed where it is not one of them. */
export const takeUpload = async (
  ctx: Context,
  batchId: number,
  upload: ReceivedFile,
): Promise<Result<{ added: number }, Failed>> => {
  const files = await filesOf(ctx, upload)
  if (!files.ok || !files.value.some(({ sealedId }) => sealedId === upload.sealedId)) await ctx.files.remove(upload.sealedId)
  if (!files.ok) return files
  if ((await countFiles(ctx.database, batchId)) + files.value.length > MOST_BATCH_FILES) {
    await removeAll(ctx, files.value)
    return fail({ code: 'batch.full' })
  }
  const answer = { added: files.value.length }
  let isAdded = false
  // What is looked at is in the audit log when it is imported, not before.
  const added = await write(
    ctx,
    { action: `batch files ${batchId}` },
    async (tx): Promise<Result<Written<{ added: number }>, Failed>> => {
      await insertFiles(tx, batchId, files.value)
      isAdded = true
      return ok({ answer, audit: [] })
    },
  )
  // Sent twice, it is there once.
  if (!added.ok || !isAdded) await removeAll(ctx, files.value)
  return added
}
