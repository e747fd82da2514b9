/** Importing what registrations are checked against. Files are read by the road of staging.ts; one transaction makes them count. */
import {
  DISQUALIFICATION_COLUMNS,
  type DisqualificationRow,
  POPULATION_COLUMNS,
  readDisqualificationRow,
  readPopulationRow,
} from '@mingce/domain/population'
import { matchColumns, type ResidentIdContext } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { type Election, homeCounty } from '../../election/index.ts'
import { communityIndex, findCommunities, isCurrentCounty } from '../../platform/areas/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { type LoadColumns, planForMany } from '../../platform/database/index.ts'
import { notesAfterReading, type Table } from '../../platform/files/index.ts'
import { type Loads, type ReadingProgress, stageInto, stageRows } from './service.staging.ts'
import { finishImport, type ImportCounts, sweepImport } from './store.imports.ts'
import {
  addDisqualifications,
  countUnchanged,
  createExtractTable,
  type DisqualificationEntry,
  dropExtract,
  extractTable,
  findCurrentExtract,
  insertExtract,
  keyExtract,
  rowBase,
  switchExtract,
} from './store.ts'

/** A row of a report: refused, repeated or changed; rows that are not named were accepted. */
export interface RowResult {
  readonly rowNo: number
  readonly outcome: 'accepted' | 'review' | 'refused' | 'unchanged'
  readonly codes: readonly string[]
}

export interface ImportedFile {
  readonly importId: number
  readonly table: Table
}

export interface RegisterImport {
  readonly election: Election
  readonly files: readonly ImportedFile[]
  /** Why the office may hold this register, as the law says it; kept with the extract. */
  readonly legalBasis: string
  readonly asOf: string | null
  /** Last day it may be kept. */
  readonly endsOn: string | null
  /** Reads and judges, and then changes nothing. */
  readonly dryRun: boolean
}

export interface ImportedCounts {
  readonly counts: ImportCounts
  /** Rows that were not simply accepted, in the order of the file. */
  readonly results: readonly RowResult[]
}

/** What reading an ID number needs: today's counties, and the last believable birth: today, or election day when that is later. */
export const numberContext = (ctx: Context, election: Election): ResidentIdContext => {
  const today = chinaDate(ctx.clock.now())
  const [, later] = [today, election.pollingDay].sort()
  return { isCurrentCounty, bornBy: later }
}

const countOf = (results: readonly RowResult[], rows: number): ImportCounts => {
  const findings: Record<string, number> = {}
  const counts = { review: 0, refused: 0, unchanged: 0, accepted: 0 }
  for (const result of results) {
    counts[result.outcome] += 1
    for (const code of result.codes) findings[code] = (findings[code] ?? 0) + 1
  }
  return { rows, ...counts, accepted: rows - counts.review - counts.refused - counts.unchanged, findings }
}

const POPULATION_TABLE: LoadColumns = {
  person_key: 'uuid',
  extract_id: 'bigint',
  row_no: 'bigint',
  name: 'text',
  sex: 'text',
  birth_date: 'date',
  hukou_area: 'text',
  community_code: 'text',
  status: 'text',
  status_on: 'date',
  contact_block: 'bigint',
  contact_index: 'smallint',
}

/** Loads one file into an extract that does not count yet. Returns the rows read and those that could not be used. */
const loadPopulation = async (
  ctx: Context,
  loads: Loads,
  election: Election,
  file: ImportedFile,
  fileIndex: number,
  extractId: number,
  codes: (text: string) => string | null,
  onProgress: (progress: ReadingProgress) => void,
): Promise<{ rows: number; refused: RowResult[] }> => {
  const columns = matchColumns(file.table.header, POPULATION_COLUMNS)
  const numbers = numberContext(ctx, election)
  const base = rowBase(fileIndex)
  const refused: RowResult[] = []
  const rows = await stageRows(ctx, loads, {
    importId: file.importId,
    batches: file.table.rows(),
    bytesTotal: file.table.totalBytes,
    read: cells => readPopulationRow(cells, columns, numbers),
    target: {
      write: (page, row, rowNo, at) => {
        page
          .row()
          .uuid(at.keys, at.at)
          .bigint(extractId)
          .bigint(base + rowNo)
          .text(row.name)
          .text(row.sex)
          .date(row.birthDate)
          .text(row.hukouArea)
          .text(row.community === null ? null : codes(row.community))
          .text(row.status)
          .date(row.statusOn)
          .bigint(at.contactBlock)
          .smallint(at.contactIndex)
      },
      leaveOut: (row, rowNo) => {
        if (row.refusals.length === 0) return false
        refused.push({ rowNo, outcome: 'refused', codes: row.refusals })
        return true
      },
    },
    onProgress,
  })
  return { rows, refused }
}

/**
 * Imports a population extract of one or several files. It replaces the older extract as a whole; decisions on findings stay, because they
 * hang on registrations. Nothing counts before the last step, which is one transaction.
 */
export const importPopulation = async (
  ctx: Context,
  input: RegisterImport,
  onProgress: (progress: ReadingProgress) => void,
): Promise<ImportedCounts[]> => {
  const { election, files } = input
  const first = files[0]
  if (!first) return []
  const at = ctx.clock.now()
  const older = await findCurrentExtract(ctx.database, election.id)
  const codes = communityIndex(await findCommunities(ctx.database, election.areaCode))
  const extractId = await insertExtract(ctx.database, {
    electionId: election.id,
    importId: first.importId,
    legalBasis: input.legalBasis,
    asOf: input.asOf,
    endsOn: input.endsOn,
    at,
  })
  try {
    await createExtractTable(ctx.database, extractId)
    const loaded: { rows: number; refused: RowResult[] }[] = []
    await stageInto(ctx.database, extractTable(extractId), POPULATION_TABLE, async loads => {
      for (const [index, file] of files.entries())
        loaded.push(await loadPopulation(ctx, loads, election, file, index, extractId, codes, onProgress))
    })
    return await ctx.database
      .transaction(async tx => {
        await planForMany(tx, 'population')
        const repeats = await keyExtract(tx, extractId)
        const imported: ImportedCounts[] = []
        for (const [index, file] of files.entries()) {
          const { rows, refused } = loaded[index] ?? { rows: 0, refused: [] }
          const twice = repeats
            .filter(repeat => repeat.rowNo >= rowBase(index) && repeat.rowNo < rowBase(index + 1))
            .map(
              ({ rowNo, same }): RowResult =>
                same
                  ? { rowNo: rowNo - rowBase(index), outcome: 'unchanged', codes: [] }
                  : { rowNo: rowNo - rowBase(index), outcome: 'refused', codes: ['duplicate.same-file'] },
            )
          const results = [...refused, ...twice].sort((a, b) => a.rowNo - b.rowNo)
          const counts = countOf(results, rows)
          const unchanged = older ? await countUnchanged(tx, extractId, older.id, index) : 0
          imported.push({
            counts: { ...counts, accepted: counts.accepted - unchanged, unchanged: counts.unchanged + unchanged },
            results,
          })
          if (!input.dryRun)
            await finishImport(
              tx,
              file.importId,
              imported.at(-1)?.counts ?? counts,
              notesAfterReading(file.table),
              ctx.clock.now(),
            )
        }
        if (!input.dryRun) {
          await switchExtract(tx, election.id, extractId)
          await planForMany(tx, 'population (person_key, extract_id, birth_date, hukou_area, community_code, status)')
          await recordAudit(tx, {
            countyCode: homeCounty(election),
            at,
            actor: ctx.actor.name,
            role: ctx.actor.role,
            action: 'population.imported',
            subject: election.id,
            details: {
              extract: extractId,
              legalBasis: input.legalBasis,
              imports: files.map(f => f.importId),
              rows: imported.map(i => i.counts.rows),
            },
            requestId: ctx.requestId,
          })
        }
        return imported
      })
      .then(async imported => {
        if (input.dryRun) await takeBack(ctx, files, extractId)
        return imported
      })
  } catch (error) {
    await takeBack(ctx, files, extractId)
    throw error
  }
}

const takeBack = async (ctx: Context, files: readonly ImportedFile[], extractId: number): Promise<void> => {
  await dropExtract(ctx.database, extractId)
  for (const file of files) await sweepImport(ctx.database, file.importId)
}

/** A complete row of the disqualification register. */
const isComplete = (row: DisqualificationRow): boolean => row.refusals.length === 0

/**
 * Imports people without the vote. The list is short, so it is read whole; each entry needs its decision (CL 55–58, P83 §4), and a
 * correction replaces an entry without overwriting it.
 */
export const importDisqualifications = async (
  ctx: Context,
  election: Election,
  file: ImportedFile,
  dryRun: boolean,
): Promise<ImportedCounts> => {
  const columns = matchColumns(file.table.header, DISQUALIFICATION_COLUMNS)
  const numbers = numberContext(ctx, election)
  const results: RowResult[] = []
  const complete: { rowNo: number; row: DisqualificationRow }[] = []
  let rows = 0
  for await (const batch of file.table.rows()) {
    batch.cells.forEach((cells, index) => {
      rows += 1
      const rowNo = batch.rowNos[index] ?? 0
      const row = readDisqualificationRow(cells, columns, numbers)
      if (isComplete(row)) complete.push({ rowNo, row })
      else results.push({ rowNo, outcome: 'refused', codes: row.refusals })
    })
  }
  const entries = complete.map(
    ({ row }): DisqualificationEntry => ({
      key: ctx.keys.personKey(row.number ?? ''),
      name: row.name,
      ground: row.ground ?? '',
      authority: row.authority ?? '',
      documentNo: row.documentNo ?? '',
      fromDate: row.fromDate ?? '',
      toDate: row.toDate,
    }),
  )
  const judge = async (): Promise<ImportedCounts> =>
    ctx.database.transaction(async tx => {
      const fresh = await addDisqualifications(tx, election.id, file.importId, entries)
      complete.forEach(({ rowNo }, index) => {
        if (!fresh[index]) results.push({ rowNo, outcome: 'unchanged', codes: [] })
      })
      results.sort((a, b) => a.rowNo - b.rowNo)
      const counts = countOf(results, rows)
      if (dryRun) throw new DryRun({ counts, results })
      const at = ctx.clock.now()
      await finishImport(tx, file.importId, counts, notesAfterReading(file.table), at)
      await recordAudit(tx, {
        countyCode: homeCounty(election),
        at,
        actor: ctx.actor.name,
        role: ctx.actor.role,
        action: 'disqualifications.imported',
        subject: election.id,
        details: { import: file.importId, rows: counts.rows, accepted: counts.accepted },
        requestId: ctx.requestId,
      })
      return { counts, results }
    })
  return judge().catch(error => {
    if (error instanceof DryRun) return error.imported
    throw error
  })
}

/** Rolls a dry run's transaction back; never leaves this file. */
class DryRun extends Error {
  readonly imported: ImportedCounts
  constructor(imported: ImportedCounts) {
    super('dry run')
    this.imported = imported
  }
}
