/**
 * The per-row report of an import. Of registrations it is made after the rows are saved: an import whose report could not be made is done
 * all the same, its report is due, and is made again from the kept results (`makeDueReport`, `writeDueReport`). Of registers it is made
 * before, and a failure saves nothing.
 */
import type { RuleSet } from '@mingce/domain/election'
import { explainCode } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../../access/index.ts'
import { findElectionById } from '../../../election/index.ts'
import { describeFileFault, reportBytes, type Table, TableBroken, writeReport } from '../../../platform/files/index.ts'
import {
  type DueReport,
  findDueReport,
  isStaged,
  type RowResult,
  settleReport,
  stagingTables,
  sweepStaging,
} from '../../../population/index.ts'
import { openImportTable } from '../../reading/index.ts'
import { pagesOfResults } from '../store.results.ts'
import { checkReportPlace, type ReportPlaceFailure } from './service.place.ts'

type Services = Omit<Context, 'actor' | 'requestId'>

/** Writes the file with the result of each row to `path`. */
export const writeReportFile = (
  table: Table,
  results: AsyncIterable<RowResult>,
  path: string,
  rules?: RuleSet,
): Promise<unknown> => writeReport(table, results, path, { explain: code => explainCode(code, rules) })

/** Writes the report into the sealed store, encrypted as it is made; returns its id there. */
export const sealReport = (
  { files }: Pick<Services, 'files'>,
  table: Table,
  results: AsyncIterable<RowResult>,
  rules?: RuleSet,
): Promise<string> => files.put(reportBytes(table, results, { explain: code => explainCode(code, rules) }))

const UNEXPECTED: Text = { zh: '系统出错', en: 'an internal error occurred' }

/** Why a report could not be made, in words. */
export const describeReportFault = (error: unknown): Text =>
  error instanceof TableBroken ? error.fault.text : (describeFileFault(error) ?? UNEXPECTED)

/** Ends the job of a report that is still due: it is tried again. */
export class ReportStillDue extends Error {
  readonly code = 'import.report-due'
  readonly text: Text
  constructor(reason: Text, cause: unknown) {
    super('the report of an import is still due', { cause })
    this.text = {
      zh: `各行已经保存，逐行结果没有写成：${reason.zh}。系统会再试`,
      en: `The rows are saved, but the report could not be written: ${reason.en}. It will be tried again`,
    }
  }
}

/** Forgets a report that is not made any more, with all that was kept for it. */
const giveUp = async ({ database, files, log }: Services, due: DueReport, reason: string): Promise<void> => {
  log.warn({ importId: due.id, reason }, 'the report of an import is given up')
  await settleReport(database, due.id, null)
  await sweepStaging(database, due.id)
  if (due.upload !== null) await files.remove(due.upload)
}

/** Gives up the report of an import, if one is due. */
export const giveUpReport = async (services: Services, importId: number, reason: string): Promise<void> => {
  const due = await findDueReport(services.database, importId)
  if (due) await giveUp(services, due, reason)
}

/**
 * Makes the report of an upload that is still due; does nothing where none is. Repeatable: what it is made from goes once the report is there.
 * @throws ReportStillDue when it could not be made this time either
 */
export const makeDueReport = async (services: Services, importId: number): Promise<void> => {
  const { database, files } = services
  const due = await findDueReport(database, importId)
  if (!due || due.upload === null) return
  const { results } = stagingTables(importId)
  if (due.isClosed) return giveUp(services, due, 'the election is closed')
  if (!(await isStaged(database, results))) return giveUp(services, due, 'its results are gone')
  try {
    const file = await files.withPlainCopy(due.upload, async path => {
      const table = await openImportTable(path, due.kind, due.reading ? { reading: due.reading } : {})
      if (!table.ok) throw new Error('an imported file cannot be opened any more')
      const rules = (await findElectionById(database, due.electionId))?.rules
      return database.transaction(tx => sealReport(services, table.value, pagesOfResults(tx, results, importId), rules))
    })
    await settleReport(database, importId, file)
  } catch (error) {
    throw new ReportStillDue(describeReportFault(error), error)
  }
  await sweepStaging(database, importId)
  await files.remove(due.upload)
}

export interface ReportNotDue {
  readonly code: 'import.report-not-due' | 'import.other-file' | 'import.report-failed' | 'import.unreadable'
  readonly text?: Text
  readonly next?: Text
}

/**
 * Writes the report of an import of the command line that is still due to `target`, from the sender's own file at `path`, whose SHA-256 is
 * `digest`.
 */
export const writeDueReport = async (
  { database }: Pick<Services, 'database'>,
  input: { readonly importId: number; readonly path: string; readonly digest: string; readonly target: string },
): Promise<Result<null, ReportNotDue | ReportPlaceFailure>> => {
  const due = await findDueReport(database, input.importId)
  const { results } = stagingTables(input.importId)
  if (!due || due.isClosed || !(await isStaged(database, results))) return fail({ code: 'import.report-not-due' })
  if (due.fileDigest !== input.digest) return fail({ code: 'import.other-file' })
  const place = await checkReportPlace(input.target)
  if (!place.ok) return place
  const table = await openImportTable(input.path, due.kind, due.reading ? { reading: due.reading } : {})
  if (!table.ok) return fail({ code: 'import.unreadable', text: table.error.text, next: table.error.next })
  const rules = (await findElectionById(database, due.electionId))?.rules
  try {
    await database.transaction(tx => writeReportFile(table.value, pagesOfResults(tx, results, due.id), input.target, rules))
  } catch (error) {
    const reason = describeReportFault(error)
    if (reason === UNEXPECTED) throw error
    return fail({
      code: 'import.report-failed',
      text: { zh: `逐行结果没有写成：${reason.zh}`, en: `The report could not be written: ${reason.en}` },
    })
  }
  await settleReport(database, due.id, null)
  await sweepStaging(database, due.id)
  return ok(null)
}
