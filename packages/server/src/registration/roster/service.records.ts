/** What was imported so far: the list of imports, one of them, and its report. */
import type { Readable } from 'node:stream'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import { write } from '../../platform/write/index.ts'
import { findImportById, findImportsOf, type ImportRecord } from '../../population/index.ts'
import type { RosterFailure } from './errors.ts'
import type { Import, ImportFilter } from './schema.ts'
import { permissionForKind } from './service.import.ts'

type Failure = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }

const IMPORTS_SHOWN = 100

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

/** Which imports the actor asks for; a station sees its own only. */
export const wantedImports = (ctx: Context, { kind, state, q, mine, before }: ImportFilter) => ({
  kind: kind ?? null,
  state: state ?? null,
  q: q === undefined || q === '' ? null : q,
  startedById: mine === 'yes' || seesOwnOnly(ctx) ? ctx.actor.id : null,
  before: before ?? null,
})

/** A station sees the files that it sent; an office sees all of the election. */
const seesOwnOnly = ({ actor }: Context): boolean => actor.role === 'station'

export const findImports = async (
  ctx: Context,
  electionId: string,
  filter: ImportFilter = {},
): Promise<Result<Import[], Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  return ok((await findImportsOf(ctx.database, electionId, wantedImports(ctx, filter), IMPORTS_SHOWN)).map(shown))
}

/** An import of an election in the actor's area; of a station, one that it sent. */
export const findVisible = async (ctx: Context, importId: number): Promise<ImportRecord | undefined> => {
  const record = await findImportById(ctx.database, importId)
  if (!record || (seesOwnOnly(ctx) && record.startedById !== ctx.actor.id)) return undefined
  const election = await getElection(ctx, record.electionId)
  return election.ok && visibleArea(ctx.actor, election.value.areaCode) !== null ? record : undefined
}

export const getImport = async (ctx: Context, importId: number): Promise<Result<Import, Failure>> => {
  const record = await findVisible(ctx, importId)
  return record ? ok(shown(record)) : fail({ code: 'import.unknown' })
}

/** The report of a file that is not CSV is an .xlsx workbook. */
const reportEnding = (ending: string): string => (/^\.(xls|et|ods|xlsb|docx|html?|xml)$/i.test(ending) ? '.xlsx' : ending)

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
  const ending = dot > 0 ? reportEnding(record.fileName.slice(dot)) : ''
  return ok({ name: `${stem} 结果${ending}`, content: ctx.files.open(record.reportFile) })
}
