/** Exports the log for verification: everything as of one moment, into a new directory. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { TILE_WIDTH } from '@mingce/domain/log'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Sql } from '../database/index.ts'
import { formatVerifierKey } from '../tlog/index.ts'
import { type ArchivedEntry, FORMAT, writeArchive } from './archive/index.ts'
import { logOrigin, logSigner, witnessSigner } from './keys.ts'
import { noteWithCosignatures } from './read.ts'
import { eventOf, integrateLog, type LogServices } from './sequencer.ts'
import { findFormerLogs } from './store.former.ts'
import {
  type CheckpointRow,
  type EntryRow,
  findAudited,
  findCheckpoint,
  findCosignatures,
  findEntries,
  findKeptCheckpoints,
  readOnly,
} from './store.ts'

export interface ExportedLog {
  readonly directory: string
  readonly size: number
  /** Earlier checkpoints that someone else has. */
  readonly checkpoints: number
}

/** Keys of witnesses, as vkeys, beside those of this installation. */
export interface ExportOptions {
  readonly witnessKeys?: readonly string[]
}

type Refusal = { readonly code: 'log.directory-taken' | 'log.empty'; readonly text: Text }

const archived = async (tx: Sql, entries: readonly EntryRow[]): Promise<ArchivedEntry[]> => {
  const audited = new Map((await findAudited(tx, entries)).map(row => [`${row.countyCode}/${row.auditId}`, row]))
  return entries.map(({ position, countyCode, auditId, salt, entry }) => {
    const row = audited.get(`${countyCode}/${auditId}`)
    if (!row) throw new Error(`the audit row of entry ${position} does not exist`)
    if (row.purgedAt || !salt) return { entry, line: { position, erasedAt: (row.purgedAt ?? row.at).toISOString() } }
    return { entry, line: { position, salt: Buffer.from(salt).toString('hex'), event: eventOf(row) } }
  })
}

async function* pagesOf(tx: Sql, size: number): AsyncGenerator<ArchivedEntry[]> {
  for (let from = 0; from < size; from += TILE_WIDTH)
    yield await archived(tx, await findEntries(tx, from, Math.min(size, from + TILE_WIDTH)))
}

const isTaken = async (directory: string): Promise<boolean> =>
  readdir(directory).then(
    names => names.length > 0,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      if (error.code === 'ENOTDIR') return true
      throw error
    },
  )

const writeAll = async (
  tx: Sql,
  { keys }: LogServices,
  draft: string,
  options: ExportOptions,
): Promise<ExportedLog | undefined> => {
  const newest = await findCheckpoint(tx)
  if (!newest) return undefined
  const cosignatures = await findCosignatures(tx)
  const noteOf = (row: CheckpointRow) =>
    noteWithCosignatures(
      row,
      cosignatures.filter(({ size }) => size === row.size).map(({ line }) => line),
    )
  const kept = await findKeptCheckpoints(tx)
  const former = await findFormerLogs(tx)
  const number = former.length + 1
  const ownKeys = [logSigner(keys, number), witnessSigner(keys)].map(({ verifier }) => formatVerifierKey(verifier))
  const size = await writeArchive(draft, {
    about: {
      format: FORMAT,
      origin: logOrigin(keys, number),
      keys: [...ownKeys, ...(options.witnessKeys ?? [])],
      former: former.map(log => formatVerifierKey(logSigner(keys, log.number).verifier)),
    },
    checkpoint: noteOf(newest),
    checkpoints: [
      ...former.filter(({ size }) => kept.every(row => row.size !== size)).map(({ size, note }) => ({ size, note })),
      ...kept.map(row => ({ size: row.size, note: noteOf(row) })),
    ],
    pages: pagesOf(tx, newest.size),
  })
  return { directory: '', size, checkpoints: kept.length }
}

/**
 * Adds what is queued to the log, then writes it into `directory`, which must be empty or not exist; all files appear at once. They hold what
 * the audit log says of people and must be kept accordingly.
 */
export const exportLog = async (
  services: LogServices,
  directory: string,
  options: ExportOptions = {},
): Promise<Result<ExportedLog, Refusal>> => {
  if (await isTaken(directory))
    return fail({
      code: 'log.directory-taken',
      text: {
        zh: `文件夹“${directory}”中已有内容，未写入任何文件；请换一个空文件夹`,
        en: `The directory “${directory}” is not empty; nothing was written. Choose an empty one`,
      },
    })
  await integrateLog(services)
  const draft = `${resolve(directory)}.${randomBytes(4).toString('hex')}.unfinished`
  await mkdir(dirname(draft), { recursive: true })
  try {
    const written = await services.database.transaction(async tx => {
      await readOnly(tx)
      return writeAll(tx, services, draft, options)
    })
    if (!written)
      return fail({ code: 'log.empty', text: { zh: '操作记录还没有检查点', en: 'The audit trail has no checkpoint yet' } })
    await rm(directory, { recursive: true, force: true })
    await rename(draft, directory)
    return ok({ ...written, directory })
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}
