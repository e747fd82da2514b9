/**
 * Imports from the console: a file comes sealed, is looked at, and is imported by a job that goes on when the page is closed. What is
 * kept of it is the per-row report, sealed; the upload itself is removed when the job is over.
 */
import type { Readable } from 'node:stream'
import { COLUMNS } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { readResidentId } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { type Actor, visibleArea } from '../../access/index.ts'
import { getElection, homeCounty } from '../../election/index.ts'
import { maskPhone } from '../../platform/crypto/index.ts'
import type { Table } from '../../platform/files/index.ts'
import type { ReceivedFile } from '../../platform/http/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import {
  discardHeld,
  findImportById,
  findImportsOf,
  type ImportKind,
  type ImportRecord,
  insertImport,
  lockHeld,
  releaseHeld,
  UPLOADED,
} from '../../population/index.ts'
import { checkRowCount, findImportFault, type RosterFailure } from './errors.ts'
import type { Import, ImportForm, ImportProgress, Preview } from './schema.ts'
import { openImportTable, permissionForKind } from './service.import.ts'
import { IMPORT_JOB, type ImportPayload, jobKey, openReportTimer, workOnImports } from './service.job.ts'

type Failure = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }

const IMPORTS_SHOWN = 100
const SAMPLES = 3
const LONGEST_SAMPLE = 100

const shown = (record: ImportRecord): Import => ({
  id: record.id,
  kind: record.kind,
  channel: record.channel,
  fileName: record.fileName,
  state: record.state,
  rows: record.rows ?? null,
  accepted: record.accepted ?? null,
  review: record.review ?? null,
  refused: record.refused ?? null,
  unchanged: record.unchanged ?? null,
  findings: record.findings as Import['findings'],
  notes: [...record.notes],
  error: record.error,
  startedBy: record.startedBy,
  startedAt: record.startedAt,
  finishedAt: record.finishedAt,
  releasedBy: record.releasedBy,
  hasReport: record.reportFile !== null,
  reportDue: record.reportDue,
})

export const findImports = async (ctx: Context, electionId: string): Promise<Result<Import[], Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  return ok((await findImportsOf(ctx.database, electionId, IMPORTS_SHOWN)).map(shown))
}

const findVisible = async (ctx: Context, importId: number): Promise<ImportRecord | undefined> => {
  const record = await findImportById(ctx.database, importId)
  if (!record) return undefined
  const election = await getElection(ctx, record.electionId)
  return election.ok && visibleArea(ctx.actor, election.value.areaCode) !== null ? record : undefined
}

export const getImport = async (ctx: Context, importId: number): Promise<Result<Import, Failure>> => {
  const record = await findVisible(ctx, importId)
  return record ? ok(shown(record)) : fail({ code: 'import.unknown' })
}

/**
 * The per-row report of an import, unsealed on the way. It holds the numbers the sender sent, so it goes to whoever sent it, or to an
 * office whose area holds the whole election; each reading is audited.
 */
export const openImportReport = async (
  ctx: Context,
  importId: number,
): Promise<Result<{ name: string; content: Readable }, Failure>> => {
  const record = await findVisible(ctx, importId)
  if (!record) return fail({ code: 'import.unknown' })
  const election = await getElection(ctx, record.electionId, permissionForKind(record.kind))
  if (!election.ok) return election
  if (record.startedById !== ctx.actor.id && !election.value.areaCode.startsWith(ctx.actor.areaCode))
    return fail({ code: 'forbidden' })
  // Of a closed election the report is being removed.
  if (record.reportFile === null || election.value.state === 'closed') return fail({ code: 'import.no-report' })
  const audited = await write(ctx, { action: 'import.report-read', always: true }, async () =>
    ok({
      answer: null,
      audit: {
        countyCode: record.countyCode,
        action: 'import.report-read',
        subject: `import/${importId}`,
        details: { election: record.electionId },
      },
    }),
  )
  if (!audited.ok) return audited
  const dot = record.fileName.lastIndexOf('.')
  const stem = dot > 0 ? record.fileName.slice(0, dot) : record.fileName
  const ending = dot > 0 ? record.fileName.slice(dot) : ''
  return ok({ name: `${stem} 结果${ending}`, content: ctx.files.open(record.reportFile) })
}

/** A sample that shows the shape of a value and not whose it is: numbers of people and phones are covered. */
const masked = (value: string): string => {
  const text = value.slice(0, LONGEST_SAMPLE).trim()
  const digits = text.normalize('NFKC').replace(/[\s'’‘]/g, '')
  if (/^\d{14,17}[\dXx]$/.test(digits) || readResidentId(text, { isCurrentCounty: () => true }).kind === 'ok')
    return `${digits.slice(0, 3)}*************${digits.slice(-2)}`
  if (/^\+?[\d-]{7,15}$/.test(digits)) return maskPhone(digits)
  return text
}

/** The first rows of a table. On the embedded store the rest is read too, so that a file with too many rows is refused before its import. */
const lookAtRows = async (ctx: Context, kind: ImportKind, table: Table): Promise<Result<string[][], Failure>> => {
  const samples: string[][] = []
  let rows = 0
  try {
    for await (const batch of table.rows()) {
      samples.push(...batch.cells.slice(0, SAMPLES - samples.length))
      rows += batch.cells.length
      checkRowCount(ctx, kind, rows)
      if (ctx.database.kind === 'postgres' && samples.length >= SAMPLES) break
    }
    return ok(samples)
  } catch (error) {
    const fault = findImportFault(error)
    if (fault) return fail(fault)
    throw error
  }
}

/** What a file holds and how its columns are read; nothing is kept. */
export const previewImport = async (
  ctx: Context,
  input: { electionId: string; kind: ImportKind; file: { path: string; name: string } },
): Promise<Result<Preview, Failure>> => {
  const election = await getElection(ctx, input.electionId, permissionForKind(input.kind))
  if (!election.ok) return election
  const table = await openImportTable(input.file.path, input.kind)
  if (!table.ok) return table
  const looked = await lookAtRows(ctx, input.kind, table.value)
  if (!looked.ok) return looked
  const samples = looked.value
  const at = Object.entries(table.value.columns.at as Readonly<Record<string, number>>)
  const titles = new Map<string, Text>(COLUMNS[input.kind].map(column => [column.field, { zh: column.zh, en: column.en }]))
  return ok({
    encoding: table.value.encoding,
    format: table.value.format,
    sheet: table.value.sheet,
    headerRow: table.value.headerRow,
    columns: table.value.header.map((header, index) => {
      const field = at.find(([, place]) => place === index)?.[0] ?? null
      return {
        header: header.slice(0, LONGEST_SAMPLE),
        field,
        title: field === null ? null : (titles.get(field) ?? null),
        samples: samples.map(row => masked(row[index] ?? '')),
      }
    }),
    missing: [],
    notes: [...table.value.notes],
  })
}

interface StartImport extends ImportForm {
  readonly electionId: string
  readonly file: ReceivedFile
}

const toPayload = (
  actor: Actor,
  input: StartImport,
  { importId, channel }: { readonly importId: number; readonly channel: string },
): ImportPayload => ({
  importId,
  sealedId: input.file.sealedId,
  electionId: input.electionId,
  kind: input.kind,
  channel,
  legalBasis: input.legalBasis ?? null,
  asOf: input.asOf ?? null,
  endsOn: input.endsOn ?? null,
  fileName: input.file.name,
  actorId: actor.id,
  actorName: actor.name,
  role: actor.role,
  areaCode: actor.areaCode,
  checked: null,
})

const isPayload = (order: unknown): order is ImportPayload =>
  typeof order === 'object' && order !== null && 'sealedId' in order && 'electionId' in order

const SENT_BACK = {
  code: 'import.sent-back',
  zh: '文件经审核退回，没有保存任何一行',
  en: 'An officer sent the file back; no row was saved',
}

export interface HeldDecision {
  readonly importId: number
  readonly decision: 'let-in' | 'send-back'
  readonly reason: string
}

/**
 * Another officer decides about a file that waits: it is let in and goes on as a job, or is sent back. Its rows with several numbers go to
 * review all the same.
 */
const decideHeld = async (jobs: Jobs, ctx: Context, input: HeldDecision): Promise<Result<{ id: number }, Failure>> => {
  const { importId, decision, reason } = input
  const record = await findVisible(ctx, importId)
  if (!record) return fail({ code: 'import.unknown' })
  const election = await getElection(ctx, record.electionId, 'decide')
  if (!election.ok) return election
  if (!election.value.areaCode.startsWith(ctx.actor.areaCode)) return fail({ code: 'forbidden' })
  if (record.startedById === ctx.actor.id) return fail({ code: 'import.own' })
  let upload: string | undefined
  const decided = await write(
    ctx,
    { action: `decide import ${importId}` },
    async (tx, at): Promise<Result<Written<{ id: number }>, Failure>> => {
      const held = await lockHeld(tx, importId)
      if (!held || !isPayload(held.order)) return fail({ code: 'import.not-held' })
      if (decision === 'let-in') {
        await releaseHeld(tx, importId, ctx.actor.name)
        await jobs.send(
          IMPORT_JOB,
          { ...held.order, checked: reason },
          {
            sql: tx,
            // The job that let the file wait may still be ending.
            singletonKey: `${jobKey(importId)} let in`,
          },
        )
      } else {
        await discardHeld(tx, importId, SENT_BACK, at)
        upload = held.upload
      }
      return ok({
        answer: { id: importId },
        audit: {
          countyCode: record.countyCode,
          action: decision === 'let-in' ? 'import.let-in' : 'import.sent-back',
          subject: `import/${importId}`,
          details: { election: record.electionId, reason, startedBy: record.startedBy },
        },
      })
    },
  )
  if (decided.ok && upload !== undefined) await ctx.files.remove(upload)
  return decided
}

/** The desk where uploads are handed in: starts imports as jobs and knows how far those of this process are. */
export const openImports = (jobs: Jobs, services: Omit<Context, 'actor' | 'requestId'>) => {
  const running = new Map<number, ImportProgress>()
  workOnImports(jobs, services, running)
  return {
    progressOf: (importId: number): ImportProgress | undefined => running.get(importId),
    ...openReportTimer(jobs, services),
    decideHeld: (ctx: Context, input: HeldDecision) => decideHeld(jobs, ctx, input),

    /** Records the import and hands it to a job, in one transaction; a retry answers with the same import. */
    startImport: async (ctx: Context, input: StartImport): Promise<Result<{ id: number }, Failure>> => {
      const found = await getElection(ctx, input.electionId, permissionForKind(input.kind))
      if (!found.ok) return found
      const election = found.value
      const channel = input.kind === 'registrations' ? (input.channel ?? 'roster') : input.kind
      const { file } = input
      let isFirst = false
      const action = `import ${input.electionId} ${input.kind}`
      const started = await write(ctx, { action }, async (tx, at): Promise<Result<Written<{ id: number }>, Failure>> => {
        const id = await insertImport(tx, {
          electionId: election.id,
          countyCode: homeCounty(election),
          kind: input.kind,
          channel,
          fileName: file.name,
          fileDigest: UPLOADED,
          startedBy: ctx.actor.name,
          startedById: ctx.actor.id,
          startedAt: at,
        })
        await jobs.send(IMPORT_JOB, toPayload(ctx.actor, input, { importId: id, channel }), { sql: tx, singletonKey: jobKey(id) })
        isFirst = true
        // The import is audited when its rows count.
        return ok({ answer: { id }, audit: [] })
      })
      // A retry sent the bytes again: the job has the first ones.
      if (!isFirst) await ctx.files.remove(file.sealedId)
      return started
    },
  }
}
