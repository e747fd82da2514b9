/**
 * Hundreds of files, or a ZIP archive of them, at once: each is looked at before anything is imported, its problem or question is answered
 * there, and those that are ready start as imports of their own. A batch belongs to the account that made it.
 */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../../access/index.ts'
import { type Election, getElection, homeCounty } from '../../../election/index.ts'
import { readClock } from '../../../platform/clock/index.ts'
import type { ReceivedFile } from '../../../platform/http/index.ts'
import type { Jobs } from '../../../platform/jobs/index.ts'
import { type Written, write } from '../../../platform/write/index.ts'
import { insertImport, UPLOADED } from '../../../population/index.ts'
import type { RosterFailure } from '../errors.ts'
import type { ImportProgress, Preview } from '../schema.ts'
import { IMPORT_JOB, jobKey } from '../service.job.ts'
import { getImport } from '../service.records.ts'
import { previewImport, toPayload } from '../service.uploads.ts'
import type { Batch, BatchChoice, BatchFile, NewBatch } from './schema.ts'
import { takeUpload } from './service.files.ts'
import { openLooking } from './service.look.ts'
import {
  type BatchRow,
  deleteFile,
  type FileRow,
  findBatch,
  findFile,
  findFiles,
  findLeft,
  insertBatch,
  lockReady,
  markStarted,
  saveChoice,
} from './store.ts'

type Failed = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }
type Services = Omit<Context, 'actor' | 'requestId'>

/** So long sealed files wait to be started. */
const KEPT_MS = 2 * 86_400_000
interface Own {
  readonly batch: BatchRow
  readonly election: Election
}

/** The batch, where the actor made it and may still import there. */
const getOwn = async (ctx: Context, batchId: number): Promise<Result<Own, Failed>> => {
  const batch = await findBatch(ctx.database, batchId)
  if (!batch || batch.startedById !== ctx.actor.id) return fail({ code: 'batch.unknown' })
  const election = await getElection(ctx, batch.electionId, 'import-registrations')
  return election.ok ? ok({ batch, election: election.value }) : election
}

const toBatchFile = async (
  ctx: Context,
  { id, name, bytes, state, look, importId }: FileRow,
  isAlike: number,
  progressOf: (importId: number) => ImportProgress | undefined,
): Promise<BatchFile> => {
  const imported = importId === null ? null : await getImport(ctx, importId)
  const running = importId === null ? undefined : progressOf(importId)
  return {
    id,
    name,
    bytes,
    state,
    problem: look.problem ? { text: look.problem.text, ...(look.problem.next ? { next: look.problem.next } : {}) } : null,
    questions: [...(look.questions ?? [])],
    notes: [...(look.notes ?? [])],
    missing: [...(look.missing ?? [])],
    sheetsLeft: look.sheetsLeft ?? 0,
    isAlike,
    import: imported?.ok ? { ...imported.value, progress: running ?? null } : null,
  }
}

/** Files of the batch with the same columns, which are read alike. */
const alike = (files: readonly FileRow[], { id, shape }: FileRow): FileRow[] =>
  shape === null ? [] : files.filter(one => one.id !== id && one.shape === shape && one.state !== 'started')

const startFiles = async (ctx: Context, jobs: Jobs, { batch, election }: Own): Promise<Result<{ started: number }, Failed>> =>
  write(ctx, { action: `start batch ${batch.id}` }, async (tx, at): Promise<Result<Written<{ started: number }>, Failed>> => {
    const ready = await lockReady(tx, batch.id)
    for (const { id, name, bytes, sealedId, reading } of ready) {
      if (sealedId === null) continue
      const importId = await insertImport(tx, {
        electionId: election.id,
        countyCode: homeCounty(election),
        kind: 'registrations',
        channel: batch.channel,
        fileName: name,
        fileDigest: UPLOADED,
        startedBy: ctx.actor.name,
        startedById: ctx.actor.id,
        startedAt: at,
        reading: reading ? { shape: null, ...reading } : null,
      })
      await markStarted(tx, id, importId)
      const input = { kind: 'registrations', electionId: election.id, file: { sealedId, name, bytes } } as const
      const payload = toPayload(ctx.actor, input, { importId, channel: batch.channel })
      await jobs.send(IMPORT_JOB, payload, { sql: tx, singletonKey: jobKey(importId) })
    }
    // Each import is audited when its rows count.
    return ok({ answer: { started: ready.length }, audit: [] })
  })

type Look = ReturnType<typeof openLooking>

const createBatch = async (ctx: Context, electionId: string, { channel }: NewBatch): Promise<Result<{ id: number }, Failed>> => {
  const election = await getElection(ctx, electionId, 'import-registrations')
  if (!election.ok) return election
  if (election.value.state === 'closed') return fail({ code: 'refused.closed' })
  return write(ctx, { action: `batch ${electionId}` }, async (tx, at): Promise<Result<Written<{ id: number }>, Failed>> => {
    const id = await insertBatch(tx, { electionId, channel, by: ctx.actor.name, byId: ctx.actor.id, at })
    return ok({ answer: { id }, audit: [] })
  })
}

const addFiles = async (
  ctx: Context,
  look: Look,
  { batchId, upload }: { readonly batchId: number; readonly upload: ReceivedFile },
): Promise<Result<{ added: number }, Failed>> => {
  const own = await getOwn(ctx, batchId)
  if (!own.ok) {
    await ctx.files.remove(upload.sealedId)
    return own
  }
  const taken = await takeUpload(ctx, batchId, upload)
  if (taken.ok) await look(ctx, batchId)
  return taken
}

/** The columns of a file with masked samples, read from it now. */
const previewFile = async (ctx: Context, batchId: number, fileId: number): Promise<Result<Preview, Failed>> => {
  const own = await getOwn(ctx, batchId)
  if (!own.ok) return own
  const file = await findFile(ctx.database, batchId, fileId)
  if (!file || file.sealedId === null) return fail({ code: 'batch.unknown' })
  const { name, reading } = file
  const { electionId } = own.value.batch
  return ctx.files.withPlainCopy(file.sealedId, path =>
    previewImport(ctx, { electionId, kind: 'registrations', file: { path, name }, ...(reading ? { reading } : {}) }),
  )
}

/** Chooses how a file is read; its columns also for all that have the same, its sheets never. */
const chooseFile = async (
  ctx: Context,
  look: Look,
  { batchId, fileId, reading, confirmed, allAlike }: { readonly batchId: number; readonly fileId: number } & BatchChoice,
): Promise<Result<{ changed: number }, Failed>> => {
  const own = await getOwn(ctx, batchId)
  if (!own.ok) return own
  const files = await findFiles(ctx.database, batchId)
  const file = files.find(one => one.id === fileId)
  if (!file || file.state === 'started') return fail({ code: 'batch.unknown' })
  const how = { reading: reading ?? file.reading, confirmed: confirmed ?? file.confirmed }
  await saveChoice(ctx.database, [fileId], how)
  const others = allAlike ? alike(files, file) : []
  for (const other of others)
    await saveChoice(ctx.database, [other.id], {
      reading: how.reading && { columns: how.reading.columns, leaveOut: other.reading?.leaveOut ?? [] },
      confirmed: other.confirmed,
    })
  await look(ctx, batchId)
  return ok({ changed: 1 + others.length })
}

const removeFile = async (ctx: Context, batchId: number, fileId: number): Promise<Result<{ changed: number }, Failed>> => {
  const own = await getOwn(ctx, batchId)
  if (!own.ok) return own
  const file = await findFile(ctx.database, batchId, fileId)
  if (!file) return fail({ code: 'batch.unknown' })
  const changed = await deleteFile(ctx.database, fileId)
  if (changed > 0 && file.sealedId !== null) await ctx.files.remove(file.sealedId)
  return ok({ changed })
}

/** Removes files that nobody started, with what was found of them. Waits while the clock is in doubt. */
const sweepBatches = async (services: Services): Promise<number> => {
  const at = services.clock.now()
  if ((await readClock(services.database, at)).doubt !== null) return 0
  const left = await findLeft(services.database, new Date(at.getTime() - KEPT_MS))
  for (const { id, sealedId } of left) {
    if (sealedId !== null) await services.files.remove(sealedId)
    await deleteFile(services.database, id)
  }
  return left.length
}

/** The desk where several files are handed in. */
export const openBatches = (jobs: Jobs, services: Services, progressOf: (importId: number) => ImportProgress | undefined) => {
  const look = openLooking(jobs, services)
  return {
    createBatch,
    addFiles: (ctx: Context, batchId: number, upload: ReceivedFile) => addFiles(ctx, look, { batchId, upload }),
    previewFile,
    removeFile,
    chooseFile: (ctx: Context, ref: { readonly batchId: number; readonly fileId: number }, choice: BatchChoice) =>
      chooseFile(ctx, look, { ...ref, ...choice }),
    getBatch: async (ctx: Context, batchId: number): Promise<Result<Batch, Failed>> => {
      const own = await getOwn(ctx, batchId)
      if (!own.ok) return own
      const { id, electionId, channel } = own.value.batch
      const rows = await findFiles(ctx.database, batchId)
      const files: BatchFile[] = []
      for (const row of rows) files.push(await toBatchFile(ctx, row, alike(rows, row).length, progressOf))
      return ok({ id, electionId, channel, files })
    },
    startBatch: async (ctx: Context, batchId: number): Promise<Result<{ started: number }, Failed>> => {
      const own = await getOwn(ctx, batchId)
      return own.ok ? startFiles(ctx, jobs, own.value) : own
    },
    sweepBatches: () => sweepBatches(services),
  }
}
