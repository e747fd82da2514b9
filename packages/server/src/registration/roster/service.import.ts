/**
 * Imports of every kind, as an office sees them: a file comes in, each of its rows is accounted for, and the same file comes back with a
 * result per row.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { COLUMNS, explainCode } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context, Permission } from '../../access/index.ts'
import { type Election, getElection, homeCounty } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { notesAfterReading, openTable, type Table, TableBroken, writeReport } from '../../platform/files/index.ts'
import {
  deleteImport,
  failImport,
  type ImportCounts,
  type ImportKind,
  importDisqualifications,
  importPopulation,
  insertImport,
  type ReadingProgress,
  type RowResult,
  setReportFile,
  sweepImport,
  sweepStaging,
} from '../../population/index.ts'
import { checkScope, recheckStanding } from '../check/index.ts'
import type { RosterFailure } from './errors.ts'
import { checkReportPlace } from './service.report-place.ts'
import { admitRosters, type RosterImport, stagedOf, stageRosters } from './service.ts'
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
  /** Where the per-row reports go: named after the files, in this folder; or exactly this file when there is one. */
  readonly report?: { readonly file: string } | undefined
  /** Told each row's result, in the order of the file. */
  readonly onRow?: ((fileName: string, result: RowResult) => void) | undefined
  /** Keep the per-row report sealed in the file store, for the console. */
  readonly keepReport?: boolean | undefined
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
}

export type ImportFailure = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }

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

/** Opens a file as a table of its kind: all that can be told without reading it whole. */
export const openImportTable = async (path: string, kind: ImportKind): Promise<Result<Table, ImportFailure>> => {
  const table = await openTable(path, { columns: COLUMNS[kind] })
  return table.ok ? table : fail({ code: 'import.unreadable', text: table.error.text, next: table.error.next })
}

/** Creates the record of an import, so that it can be seen from its first moment. */
export const recordImport = async (
  ctx: Context,
  election: Election,
  kind: ImportKind,
  channel: string | undefined,
  file: FileOnDisk,
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
  })

interface OpenedFile {
  readonly importId: number
  readonly file: FileOnDisk
  readonly table: Table
}

async function* inOrder(results: readonly RowResult[]): AsyncGenerator<RowResult> {
  yield* results
}

/** Writes the per-row report where it was asked for, and into the sealed store when the console will want it. */
const report = async (
  ctx: Context,
  sql: Sql,
  order: ImportOrder,
  opened: OpenedFile,
  results: AsyncIterable<RowResult>,
): Promise<void> => {
  if (order.onRow) {
    for await (const result of results) order.onRow(opened.file.name, result)
    return
  }
  if (order.report) {
    await writeReport(opened.table, results, order.report.file, { explain: explainCode })
    return
  }
  if (!order.keepReport) return
  const folder = await mkdtemp(join(tmpdir(), 'mingce-report-'))
  try {
    const path = join(folder, 'report')
    await writeReport(opened.table, results, path, { explain: explainCode })
    await setReportFile(sql, opened.importId, await ctx.files.put(path))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const wantsReport = (order: ImportOrder): boolean =>
  order.report !== undefined || order.keepReport === true || order.onRow !== undefined

const runRosters = async (
  ctx: Context,
  election: Election,
  order: ImportOrder,
  files: readonly OpenedFile[],
  onProgress: (p: ImportProgressNow) => void,
) => {
  const kind = order.kind === 'previous-roll' ? 'previous-roll' : 'registrations'
  const input: RosterImport = {
    election,
    kind,
    channel: kind === 'registrations' ? (order.channel ?? 'roster') : kind,
    files,
    dryRun: order.dryRun === true,
  }
  const rows = await stageRosters(ctx, input, onProgress)
  const bytes = files.reduce((sum, file) => sum + file.table.totalBytes, 0)
  onProgress({ stage: 'deciding', rowsRead: rows, bytesRead: bytes, bytesTotal: bytes })
  const counted = await admitRosters(ctx, input, rows)
  const staged = stagedOf(files)
  const imported: FileImported[] = []
  for (const [index, opened] of files.entries()) {
    const one = counted[index]
    if (!one) throw new Error('a file has no counts')
    if (wantsReport(order)) {
      onProgress({ stage: 'report', rowsRead: rows, bytesRead: bytes, bytesTotal: bytes })
      await ctx.database.transaction(tx => report(ctx, tx, order, opened, pagesOfResults(tx, staged, opened.importId, one.masks)))
    }
    imported.push({
      importId: opened.importId,
      fileName: opened.file.name,
      counts: one.counts,
      notes: notesAfterReading(opened.table),
    })
  }
  for (const { importId } of files) await (order.dryRun ? sweepImport : sweepStaging)(ctx.database, importId)
  return imported
}

const runRegisters = async (
  ctx: Context,
  election: Election,
  order: ImportOrder,
  files: readonly OpenedFile[],
  onProgress: (p: ReadingProgress) => void,
) => {
  const dryRun = order.dryRun === true
  const all =
    order.kind === 'population'
      ? await importPopulation(
          ctx,
          {
            election,
            files,
            legalBasis: order.legalBasis ?? DEFAULT_BASIS,
            asOf: order.asOf ?? null,
            endsOn: order.endsOn ?? null,
            dryRun,
          },
          onProgress,
        )
      : await Promise.all(files.map(file => importDisqualifications(ctx, election, file, dryRun)))
  const imported: FileImported[] = []
  for (const [index, opened] of files.entries()) {
    const one = all[index]
    if (!one) throw new Error('a file has no counts')
    if (wantsReport(order)) await report(ctx, ctx.database, order, opened, inOrder(one.results))
    imported.push({
      importId: opened.importId,
      fileName: opened.file.name,
      counts: one.counts,
      notes: notesAfterReading(opened.table),
    })
  }
  // What stands is asked anew: a newer extract or a new entry opens findings on people already on the roll (EL 27).
  if (!dryRun)
    await ctx.database.transaction(async tx => recheckStanding(tx, await checkScope(tx, election, false), ctx.clock.now()))
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
    const importId =
      index === 0 && recorded !== undefined ? recorded : await recordImport(ctx, election, order.kind, order.channel, file)
    const table = await openImportTable(file.path, order.kind)
    if (table.ok) {
      opened.push({ importId, file, table: table.value })
      continue
    }
    const { zh, en } = table.error.text ?? { zh: '文件无法读取', en: 'The file cannot be read' }
    const failure = { ...table.error, text: { zh: `${file.name}：${zh}`, en: `${file.name}: ${en}` } }
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
 * Imports files of one kind, in one transaction: all of them count, or none. A report that cannot be written, or a file that cannot be read,
 * stops the command before anything is kept.
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
    const imported = await (isRegister ? runRegisters : runRosters)(ctx, election, order, files, onProgress)
    if (order.dryRun) for (const { importId } of files) await deleteImport(ctx.database, importId)
    return ok(imported)
  } catch (error) {
    const broken = error instanceof TableBroken ? error.fault : undefined
    const text = broken?.text ?? {
      zh: '导入出错，没有保存任何一行；请重新导入，再次出错时把时间告诉管理员',
      en: 'The import failed and no row was saved. Import again; if it fails again, tell the administrator the time',
    }
    await failImports(ctx, files, { code: 'import.unreadable', text })
    if (broken) return fail({ code: 'import.unreadable', text, next: broken.next })
    throw error
  }
}
