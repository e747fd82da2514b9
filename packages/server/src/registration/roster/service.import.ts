/**
 * Imports of every kind, as an office sees them: a file comes in, each of its rows is accounted for, and the same file comes back with a
 * result per row.
 */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { RuleSet } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context, Permission } from '../../access/index.ts'
import { type Election, getElection, homeCounty } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { notesAfterReading, type Table } from '../../platform/files/index.ts'
import {
  deleteImport,
  failImport,
  findImportById,
  holdImport,
  type ImportCounts,
  type ImportedCounts,
  type ImportKind,
  type ImportReading,
  importDisqualifications,
  importPopulation,
  insertImport,
  type ReadingProgress,
  type RowResult,
  setReading,
  setReportFile,
  settleReport,
  sweepImport,
  sweepStaging,
} from '../../population/index.ts'
import { checkScope, recheckStanding } from '../check/index.ts'
import { countLater } from '../counts/index.ts'
import { openImportTable, type Reading, readingFor } from '../reading/index.ts'
import { checkRowCount, FAILED, findImportFault, type ImportFailure, isInterrupted } from './errors.ts'
import { checkReportPlace, describeReportFault, sealReport, writeDueReport, writeReportFile } from './report/index.ts'
import { type RosterImport, saveRosters, stagedOf, stageRosters } from './service.ts'
import { pagesOfResults } from './store.results.ts'

export interface FileOnDisk {
  readonly path: string
  /** As the sender called it. */
  readonly name: string
}

export interface ImportOrder {
  readonly electionId: string
  readonly kind: ImportKind
  readonly files: readonly FileOnDisk[]
  readonly channel?: string | undefined
  readonly legalBasis?: string | undefined
  readonly asOf?: string | undefined
  readonly endsOn?: string | undefined
  readonly dryRun?: boolean | undefined
  /** How the files are read, as a person chose; else as the office chose for earlier files with the same columns. */
  readonly reading?: Reading | undefined
  /** Where the per-row reports go: named after the files, in this folder; or exactly this file when there is one. */
  readonly report?: { readonly file: string } | undefined
  /** Told each row's result, in the order of the file. */
  readonly onRow?: ((fileName: string, result: RowResult) => void) | undefined
  /** Keep the per-row report sealed in the file store, for the console. */
  readonly keepReport?: boolean | undefined
  /** The sealed file that `files` is a copy of: from it the report can be made later. */
  readonly upload?: string | undefined
  /** What the job of an upload goes on with when the file had to wait for an officer. */
  readonly heldAs?: object | undefined
  /** Why an officer lets a file in that would wait otherwise; recorded. */
  readonly checked?: string | undefined
  /** Stops the import, which then throws the signal's reason: nothing is saved, or only the report is still due. */
  readonly signal?: AbortSignal | undefined
}

export interface ImportProgressNow {
  readonly stage: string
  readonly rowsRead: number
  readonly bytesRead: number
  readonly bytesTotal: number
}

export interface FileImported {
  readonly importId: number
  readonly fileName: string
  readonly counts: ImportCounts
  /** What a person should know of the file. */
  readonly notes: readonly Text[]
  /** Why the report could not be made although the rows are saved; it is still due. */
  readonly reportFault: Text | null
}

/** Basis of a population extract when the office names none: the duty to check the roll (EL 27) and PIPL 13. */
const DEFAULT_BASIS = '选举法第二十七条；个人信息保护法第十三条第一款第三项'

export const permissionForKind = (kind: ImportKind): Permission =>
  kind === 'registrations' ? 'import-registrations' : 'import-registers'

const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  // Pieces of a megabyte take half the time of the usual 64 kB.
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece)
  return hash.digest('hex')
}

/** Creates the record of an import, so that it can be seen from its first moment. */
const recordImport = async (
  ctx: Context,
  election: Election,
  kind: ImportKind,
  channel: string | undefined,
  file: FileOnDisk,
  reading: ImportReading | null,
): Promise<number> =>
  insertImport(ctx.database, {
    electionId: election.id,
    countyCode: homeCounty(election),
    kind,
    channel: kind === 'registrations' ? (channel ?? 'roster') : kind,
    fileName: basename(file.name),
    fileDigest: await digestOf(file.path),
    startedBy: ctx.actor.name,
    startedById: ctx.actor.id,
    startedAt: ctx.clock.now(),
    reading,
  })

interface OpenedFile {
  readonly importId: number
  readonly file: FileOnDisk
  readonly table: Table
}

async function* inOrder(results: readonly RowResult[]): AsyncGenerator<RowResult> {
  yield* results
}

const wantsReport = (order: ImportOrder): boolean =>
  order.report !== undefined || order.keepReport === true || order.onRow !== undefined

/** Gives the results where they were asked for. Returns the id of the report in the sealed store, where it is kept. */
const giveResults = async (
  ctx: Context,
  order: ImportOrder,
  opened: OpenedFile,
  results: AsyncIterable<RowResult>,
  rules: RuleSet,
): Promise<string | null> => {
  if (order.onRow) for await (const result of results) order.onRow(opened.file.name, result)
  else if (order.report) await writeReportFile(opened.table, results, order.report.file, rules)
  else if (order.keepReport) return sealReport(ctx, opened.table, results, rules)
  return null
}

/** The same once the rows are saved: a failure is said, and the report stays due. */
const giveSavedResults = async (
  ctx: Context,
  order: ImportOrder,
  opened: OpenedFile,
  results: string,
  rules: RuleSet,
): Promise<Text | null> => {
  try {
    const file = await ctx.database.transaction(tx =>
      giveResults(ctx, order, opened, pagesOfResults(tx, results, opened.importId), rules),
    )
    if (!order.dryRun) await settleReport(ctx.database, opened.importId, file)
    return null
  } catch (error) {
    if (order.dryRun) throw error
    ctx.log.error({ err: error, importId: opened.importId }, 'report of an import')
    return describeReportFault(error)
  }
}

const rosterImportOf = (election: Election, order: ImportOrder, files: readonly OpenedFile[]): RosterImport => {
  const kind = order.kind === 'previous-roll' ? 'previous-roll' : 'registrations'
  const isKept = order.report !== undefined || order.keepReport === true
  return {
    election,
    kind,
    channel: kind === 'registrations' ? (order.channel ?? 'roster') : kind,
    files,
    dryRun: order.dryRun === true,
    checked: order.checked,
    keepResults: wantsReport(order),
    report: isKept && files.length === 1 ? { upload: order.upload ?? null } : undefined,
  }
}

const runRosters = async (
  ctx: Context,
  election: Election,
  order: ImportOrder,
  files: readonly OpenedFile[],
  onProgress: (p: ImportProgressNow) => void,
): Promise<FileImported[]> => {
  const input = rosterImportOf(election, order, files)
  const rows = await stageRosters(ctx, input, onProgress)
  const bytes = files.reduce((sum, file) => sum + file.table.totalBytes, 0)
  onProgress({ stage: 'deciding', rowsRead: rows, bytesRead: bytes, bytesTotal: bytes })
  const counted = await saveRosters(ctx, input, rows)
  const { results } = stagedOf(files)
  const imported: FileImported[] = []
  for (const [index, opened] of files.entries()) {
    const one = counted[index]
    if (!one) throw new Error('a file has no counts')
    if (wantsReport(order)) onProgress({ stage: 'report', rowsRead: rows, bytesRead: bytes, bytesTotal: bytes })
    const reportFault = wantsReport(order) ? await giveSavedResults(ctx, order, opened, results, election.rules) : null
    imported.push({
      importId: opened.importId,
      fileName: opened.file.name,
      counts: one.counts,
      notes: notesAfterReading(opened.table),
      reportFault,
    })
  }
  // What a report is still to be made from stays.
  const isDue = input.report !== undefined && imported.some(one => one.reportFault !== null)
  if (!isDue) for (const { importId } of files) await (order.dryRun ? sweepImport : sweepStaging)(ctx.database, importId)
  return imported
}

/** Reports of registers, made in the transaction that saves them; `undo` removes those of a transaction that failed. */
const openRegisterReports = (ctx: Context, order: ImportOrder, rules: RuleSet) => {
  const sealed: string[] = []
  return {
    write: async (tx: Sql, opened: OpenedFile, results: readonly RowResult[]): Promise<void> => {
      if (!wantsReport(order)) return
      const file = await giveResults(ctx, order, opened, inOrder(results), rules)
      if (file === null) return
      sealed.push(file)
      await setReportFile(tx, opened.importId, file)
    },
    undo: async (): Promise<void> => {
      for (const file of sealed) await ctx.files.remove(file)
    },
  }
}

const runRegisters = async (
  ctx: Context,
  election: Election,
  order: ImportOrder,
  files: readonly OpenedFile[],
  onProgress: (p: ReadingProgress) => void,
): Promise<FileImported[]> => {
  const dryRun = order.dryRun === true
  const reports = openRegisterReports(ctx, order, election.rules)
  const importAll = async (): Promise<readonly ImportedCounts[]> => {
    if (order.kind === 'disqualifications')
      return Promise.all(
        files.map(file =>
          importDisqualifications(ctx, election, file, dryRun, async (tx, [one]) => {
            if (one) await reports.write(tx, file, one.results)
          }),
        ),
      )
    const { legalBasis = DEFAULT_BASIS, asOf = null, endsOn = null } = order
    return importPopulation(ctx, { election, files, legalBasis, asOf, endsOn, dryRun }, onProgress, async (tx, all) => {
      for (const [index, file] of files.entries()) await reports.write(tx, file, all[index]?.results ?? [])
    })
  }
  const all = await importAll().catch(async (error: unknown) => {
    await reports.undo()
    throw error
  })
  const imported: FileImported[] = []
  for (const [index, opened] of files.entries()) {
    const one = all[index]
    if (!one) throw new Error('a file has no counts')
    imported.push({
      importId: opened.importId,
      fileName: opened.file.name,
      counts: one.counts,
      notes: notesAfterReading(opened.table),
      reportFault: null,
    })
  }
  // What stands is asked anew: a newer extract or a new entry opens findings on people already on the roll (EL 27).
  if (!dryRun)
    await ctx.database.transaction(tx =>
      countLater(tx, election, async () => recheckStanding(tx, await checkScope(tx, election, false), ctx.clock.now())),
    )
  return imported
}

/** Records and opens the files of a command, in their order. A file that cannot be read fails them all, and is named. */
const openFiles = async (
  ctx: Context,
  election: Election,
  order: ImportOrder,
  recorded: number | undefined,
): Promise<Result<OpenedFile[], ImportFailure>> => {
  const opened: OpenedFile[] = []
  for (const [index, file] of order.files.entries()) {
    const isRecorded = index === 0 && recorded !== undefined
    const { kind } = order
    const chosen = isRecorded ? ((await findImportById(ctx.database, recorded))?.reading ?? undefined) : order.reading
    const place = { path: file.path, kind, countyCode: homeCounty(election) }
    const reading = await readingFor(ctx.database, place, chosen && { columns: chosen.columns, leaveOut: chosen.leaveOut })
    if (isRecorded) await setReading(ctx.database, recorded, reading)
    const importId = isRecorded ? recorded : await recordImport(ctx, election, kind, order.channel, file, reading)
    const table = await openImportTable(file.path, kind, reading ? { reading } : {})
    if (table.ok) {
      opened.push({ importId, file, table: table.value })
      continue
    }
    const { zh, en } = table.error.text ?? { zh: '文件无法读取', en: 'The file cannot be read' }
    const { look: _, ...error } = table.error
    const failure = { ...error, text: { zh: `${file.name}：${zh}`, en: `${file.name}: ${en}` } }
    await failImports(ctx, [{ importId }, ...opened], failure)
    return fail(failure)
  }
  return ok(opened)
}

const failImports = async (
  ctx: Context,
  files: readonly Pick<OpenedFile, 'importId'>[],
  failure: { readonly code: string; readonly text: Text },
): Promise<void> => {
  for (const { importId } of files)
    await failImport(ctx.database, importId, { code: failure.code, ...failure.text }, ctx.clock.now())
}

/**
 * Imports files of one kind, in one transaction: all of them count, or none. A report that cannot be written there, or a file that cannot be
 * read, stops the command before anything is kept. Where the report of registrations fails afterwards, the rows are saved, `reportFault` says
 * why, and the report is still due.
 */
export const runImport = async (
  ctx: Context,
  order: ImportOrder,
  onProgress: (progress: ImportProgressNow) => void,
  recorded?: number,
): Promise<Result<FileImported[], ImportFailure>> => {
  const found = await getElection(ctx, order.electionId, permissionForKind(order.kind))
  if (!found.ok) return found
  const place = order.report ? await checkReportPlace(order.report.file) : ok(null)
  if (!place.ok) return place
  const election = found.value
  const opened = await openFiles(ctx, election, order, recorded)
  if (!opened.ok) return opened
  const files = opened.value
  try {
    const isRegister = order.kind === 'population' || order.kind === 'disqualifications'
    const run = isRegister ? runRegisters : runRosters
    const imported = await run(ctx, election, order, files, checkedProgress(ctx, order, onProgress))
    if (order.dryRun) for (const { importId } of files) await deleteImport(ctx.database, importId)
    return ok(imported)
  } catch (error) {
    if (order.signal?.aborted || isInterrupted(error, recorded)) throw error
    return failAll(ctx, order, files, error)
  }
}

/** Progress that ends an import which was cancelled, or has more rows than the store takes. */
const checkedProgress =
  (ctx: Context, order: ImportOrder, onProgress: (progress: ImportProgressNow) => void) =>
  (progress: ImportProgressNow): void => {
    order.signal?.throwIfAborted()
    checkRowCount(ctx, order.kind, progress.rowsRead)
    onProgress(progress)
  }

/** Marks the imports as failed; answers why, or throws what is a bug. */
const failAll = async (
  ctx: Context,
  order: ImportOrder,
  files: Parameters<typeof failImports>[1],
  error: unknown,
): Promise<Result<never, ImportFailure>> => {
  const failure = findImportFault(error)
  const [first] = files
  if (failure?.code === 'import.held' && first && order.upload !== undefined && order.heldAs !== undefined) {
    await holdImport(ctx.database, first.importId, order.upload, order.heldAs)
    return fail(failure)
  }
  await failImports(ctx, files, failure ?? { code: 'import.unreadable', text: FAILED })
  if (failure) return fail(failure)
  throw error
}

/**
 * Makes the report of an earlier command that saved its rows and could not write it: `file` is the file as it was imported, `target` where
 * the report goes.
 */
export const makeReportAgain = async (
  ctx: Context,
  input: { readonly importId: number; readonly file: string; readonly target: string },
): Promise<Result<null, ImportFailure>> => {
  const record = await findImportById(ctx.database, input.importId)
  if (!record) return fail({ code: 'import.unknown' })
  const election = await getElection(ctx, record.electionId, permissionForKind(record.kind))
  if (!election.ok) return election
  const { importId, file, target } = input
  return writeDueReport(ctx, { importId, path: file, digest: await digestOf(file), target })
}
