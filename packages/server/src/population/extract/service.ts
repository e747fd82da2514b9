/** Importing what registrations are checked against. Files are read by service.staging.ts; one transaction makes them count. */
import {
  DISQUALIFICATION_COLUMNS,
  type DisqualificationRow,
  POPULATION_COLUMNS,
  readDisqualificationRow,
  readPopulationRow,
} from '@mingce/domain/population'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { narrowColumns, partKey, type ResidentIdContext } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { type Election, electionAudit } from '../../election/index.ts'
import { countyCodes, findCommunities, openCommunities } from '../../platform/areas/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { type LoadColumns, planForMany, type Sql } from '../../platform/database/index.ts'
import { notesAfterReading, type Table } from '../../platform/files/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
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
  type Repeat,
  rowBase,
  switchExtract,
} from './store.ts'

/** A row of a report: refused, repeated or changed; rows that are not named were accepted. */
export interface RowResult {
  readonly rowNo: number
  readonly outcome: 'accepted' | 'review' | 'refused' | 'unchanged'
  readonly codes: readonly string[]
  /** What is said of this very row, by code. */
  readonly said?: Readonly<Partial<Record<string, Text>>>
}

/** What is read of a table when its rows are imported. */
export type RowsToRead = Pick<Table, 'rows' | 'columns' | 'totalBytes' | 'skipped' | 'notes' | 'found'>

export interface ImportedFile {
  readonly importId: number
  readonly table: RowsToRead
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

/** Called with what the files came to, in the transaction that makes it count: where it throws, nothing is saved. */
export type BeforeSaved = (tx: Sql, imported: readonly ImportedCounts[]) => Promise<void>

/** What reading an ID number needs: today's counties, and the last believable birth: today, or election day when that is later. */
export const numberContext = (ctx: Context, election: Election): ResidentIdContext => {
  const today = chinaDate(ctx.clock.now())
  const [, later] = [today, election.pollingDay].sort()
  return { ...countyCodes(), bornBy: later }
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
  elects_township: 'boolean',
  part: 'text',
}

/** Finds the community that a row names, and its part in one spelling. */
interface Places {
  codeOf(text: string): string | null
  partOf(community: string | null, part: string | null): string | null
}

const openPlaces = async (sql: Sql, area: string): Promise<Places> => {
  const names = new Map((await findCommunities(sql, area)).map(({ code, name }) => [code, name]))
  return {
    codeOf: await openCommunities(sql, area),
    partOf: (community, part) => (part === null ? null : partKey(part, community === null ? '' : names.get(community))),
  }
}

/** Loads one file into an extract that does not count yet. Returns the rows read and those that could not be used. */
const loadPopulation = async (
  ctx: Context,
  loads: Loads,
  election: Election,
  file: ImportedFile,
  fileIndex: number,
  extractId: number,
  places: Places,
  onProgress: (progress: ReadingProgress) => void,
): Promise<{ rows: number; refused: RowResult[] }> => {
  const columns = narrowColumns(file.table.columns, POPULATION_COLUMNS)
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
        const community = row.community === null ? null : places.codeOf(row.community)
        page
          .row()
          .uuid(at.keys, at.at)
          .bigint(extractId)
          .bigint(base + rowNo)
          .text(row.name)
          .text(row.sex)
          .date(row.birthDate)
          .text(row.hukouArea)
          .text(community)
          .text(row.status)
          .date(row.statusOn)
          .bigint(at.contactBlock)
          .smallint(at.contactIndex)
          .boolean(row.electsTownship)
          .text(places.partOf(community, row.part))
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

/** What was read of one file. */
interface LoadedFile {
  readonly rows: number
  readonly refused: readonly RowResult[]
}

/** Later rows of a person in the extract, as results of one of its files. */
const repeatsOf = (repeats: readonly Repeat[], fileIndex: number): RowResult[] =>
  repeats
    .filter(({ rowNo }) => rowNo >= rowBase(fileIndex) && rowNo < rowBase(fileIndex + 1))
    .map(({ rowNo, same, other }) => ({
      rowNo: rowNo - rowBase(fileIndex),
      outcome: other ? 'review' : same ? 'unchanged' : 'refused',
      codes: other ? ['identity.shared'] : same ? [] : ['duplicate.same-file'],
    }))

/** Builds the key of a loaded extract and counts what each of its files brought, against the extract before it. */
const countLoaded = async (
  tx: Sql,
  extractId: number,
  olderId: number | undefined,
  loaded: readonly LoadedFile[],
): Promise<ImportedCounts[]> => {
  await planForMany(tx, 'population')
  const repeats = await keyExtract(tx, extractId)
  const imported: ImportedCounts[] = []
  for (const [index, { rows, refused }] of loaded.entries()) {
    const results = [...refused, ...repeatsOf(repeats, index)].sort((a, b) => a.rowNo - b.rowNo)
    const counts = countOf(results, rows)
    const unchanged = olderId === undefined ? 0 : await countUnchanged(tx, extractId, olderId, index)
    imported.push({
      counts: { ...counts, accepted: counts.accepted - unchanged, unchanged: counts.unchanged + unchanged },
      results,
    })
  }
  return imported
}

/** Makes a loaded extract the one that counts. */
const switchTo = async (
  ctx: Context,
  tx: Sql,
  input: RegisterImport,
  extractId: number,
  imported: readonly ImportedCounts[],
): Promise<Written<readonly ImportedCounts[]>> => {
  const { election, files, legalBasis } = input
  for (const [index, { counts }] of imported.entries()) {
    const file = files[index]
    if (file) await finishImport(tx, file.importId, counts, notesAfterReading(file.table), ctx.clock.now())
  }
  await switchExtract(tx, election.id, extractId)
  await planForMany(tx, 'population (person_key, extract_id, birth_date, hukou_area, community_code, status)')
  return {
    answer: imported,
    audit: electionAudit(election, 'population.imported', {
      extract: extractId,
      legalBasis,
      imports: files.map(file => file.importId),
      rows: imported.map(one => one.counts.rows),
    }),
  }
}

/** Loads all files into the extract's own table, which nothing reads yet. */
const loadFiles = async (
  ctx: Context,
  { election, files }: RegisterImport,
  extractId: number,
  onProgress: (progress: ReadingProgress) => void,
): Promise<LoadedFile[]> => {
  const places = await openPlaces(ctx.database, election.areaCode)
  await createExtractTable(ctx.database, extractId)
  return stageInto(ctx.database, extractTable(extractId), POPULATION_TABLE, async loads => {
    const loaded: LoadedFile[] = []
    for (const [index, file] of files.entries())
      loaded.push(await loadPopulation(ctx, loads, election, file, index, extractId, places, onProgress))
    return loaded
  })
}

/**
 * Imports a population extract of one or several files. It replaces the older extract as a whole; decisions on findings are kept, because
 * they belong to registrations. Nothing counts before the last step, which is one transaction.
 */
export const importPopulation = async (
  ctx: Context,
  input: RegisterImport,
  onProgress: (progress: ReadingProgress) => void,
  beforeSaved: BeforeSaved = async () => {},
): Promise<readonly ImportedCounts[]> => {
  const { election, files } = input
  const first = files[0]
  if (!first) return []
  const older = await findCurrentExtract(ctx.database, election.id)
  const extractId = await insertExtract(ctx.database, {
    electionId: election.id,
    importId: first.importId,
    legalBasis: input.legalBasis,
    asOf: input.asOf,
    endsOn: input.endsOn,
    at: ctx.clock.now(),
  })
  try {
    const loaded = await loadFiles(ctx, input, extractId, onProgress)
    const done = await write(
      ctx,
      { action: `population.import ${election.id}` },
      async (tx): Promise<Result<Written<readonly ImportedCounts[]>, readonly ImportedCounts[]>> => {
        const imported = await countLoaded(tx, extractId, older?.id, loaded)
        await beforeSaved(tx, imported)
        return input.dryRun ? fail(imported) : ok(await switchTo(ctx, tx, input, extractId, imported))
      },
    )
    if (done.ok) return done.value
    await discard(ctx, files, extractId)
    return done.error
  } catch (error) {
    await discard(ctx, files, extractId)
    throw error
  }
}

/** Removes what an import loaded that does not count. */
const discard = async (ctx: Context, files: readonly ImportedFile[], extractId: number): Promise<void> => {
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
  beforeSaved: BeforeSaved = async () => {},
): Promise<ImportedCounts> => {
  const columns = narrowColumns(file.table.columns, DISQUALIFICATION_COLUMNS)
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
      sentenceFrom: row.sentenceFrom,
      sentenceTo: row.sentenceTo,
    }),
  )
  const done = await write(
    ctx,
    { action: `disqualifications.import ${election.id}` },
    async (tx, at): Promise<Result<Written<ImportedCounts>, ImportedCounts>> => {
      const fresh = await addDisqualifications(tx, election.id, file.importId, entries)
      complete.forEach(({ rowNo }, index) => {
        if (!fresh[index]) results.push({ rowNo, outcome: 'unchanged', codes: [] })
      })
      results.sort((a, b) => a.rowNo - b.rowNo)
      const counts = countOf(results, rows)
      await beforeSaved(tx, [{ counts, results }])
      // A dry run counts, and is rolled back.
      if (dryRun) return fail({ counts, results })
      await finishImport(tx, file.importId, counts, notesAfterReading(file.table), at)
      return ok({
        answer: { counts, results },
        audit: electionAudit(election, 'disqualifications.imported', {
          import: file.importId,
          rows: counts.rows,
          accepted: counts.accepted,
        }),
      })
    },
  )
  return done.ok ? done.value : done.error
}
