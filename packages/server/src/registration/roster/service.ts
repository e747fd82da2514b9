/**
 * Rosters and last round's roll, from files to registrations: staged, judged set by set, decided once per distinct mask, admitted in one
 * transaction for all files of a command. A registration online takes the same road as a file of one row.
 */
import { hasFact } from '@mingce/domain/registration'
import { ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { type Election, homeCounty } from '../../election/index.ts'
import { readClock } from '../../platform/clock/index.ts'
import { inWholeSets, planForGrowth, planForMany, type Sql } from '../../platform/database/index.ts'
import { notesAfterReading } from '../../platform/files/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import {
  countRowsSent,
  finishImport,
  type ImportCounts,
  type ImportedFile,
  type ReadingProgress,
  registerStaging,
  STAGING_KEPT_MS,
  setReportDue,
  stageInto,
  stageRows,
  stagingTables,
  sweepImport,
  sweepLeftStaging,
} from '../../population/index.ts'
import {
  type CheckScope,
  ClaimedMeanwhile,
  checkScope,
  countTold,
  decideMasks,
  insertWaiting,
  type JudgedMask,
  judgedIn,
  judgeFirstPass,
  judgeLaterPass,
  markSeveralNumbers,
  recordNumbers,
  recordToldRows,
  type Staged,
  saveOutcome,
  TELLS,
  tallyOf,
} from '../check/index.ts'
import { countRefused, keepCounts, keepCountsOf } from '../counts/index.ts'
import { recordSenders } from './senders/index.ts'
import { checkSeveralNumbers, checkTold } from './service.limits.ts'
import { readingContext, rosterReader } from './service.rows.ts'
import { createIntake, findStagedPeople, INTAKE_COLUMNS, insertPreviousRoll, intakeTarget } from './store.intake.ts'
import { keepResults } from './store.results.ts'

export interface RosterImport {
  readonly election: Election
  readonly kind: 'registrations' | 'previous-roll'
  /** roster, door, web, … ; 'previous-roll' for last round's roll. */
  readonly channel: string
  /** In the order in which they count. */
  readonly files: readonly ImportedFile[]
  /** Reads and judges, and then changes nothing. */
  readonly dryRun: boolean
  /** Why an officer lets a file in that would wait otherwise; recorded. */
  readonly checked?: string | undefined
  /** Keep the results of the rows in a table of the command, until it is swept. */
  readonly keepResults?: boolean
  /**
   * A report is due from the moment that the rows are saved. `upload`: the sealed file that it is made from, so that it can be made
   * later and after a crash; null: the file is the sender's own.
   */
  readonly report?: { readonly upload: string | null } | undefined
  /** What changes with the rows, in their transaction, before their people are counted again. */
  readonly onSaved?: ((tx: Sql, at: Date, masks: readonly JudgedMask[]) => Promise<readonly AuditEntry[]>) | undefined
}

/** Where the rows of a command are staged and judged. */
export const stagedOf = (files: readonly Pick<ImportedFile, 'importId'>[]): Staged & { readonly results: string } =>
  stagingTables(firstOf(files))

/** The import that a command's staging tables are named after. */
const firstOf = (files: readonly Pick<ImportedFile, 'importId'>[]): number => {
  const [first] = files
  if (!first) throw new Error('no files')
  return first.importId
}

export interface RosterImported {
  readonly counts: ImportCounts
  readonly masks: readonly JudgedMask[]
}

const ATTEMPTS = 3
const DAY_MS = 86_400_000
/** From here on the planner has to know what was staged: nothing else tells it in time, and the embedded store never does. */
const LARGE = 500

/** Closes the records of a command's imports; returns the audit row of each. */
const finishAll = async (tx: Sql, input: RosterImport, counted: readonly RosterImported[], at: Date): Promise<AuditEntry[]> => {
  const entries: AuditEntry[] = []
  for (const [index, { importId, table }] of input.files.entries()) {
    const counts = counted[index]?.counts
    if (!counts) throw new Error('a file has no counts')
    await finishImport(tx, importId, counts, notesAfterReading(table), at)
    if (input.report && !input.dryRun) await setReportDue(tx, importId, input.report.upload)
    const { rows, accepted, review, refused } = counts
    const toldElsewhere = (counts.findings['claim.other-district'] ?? 0) + (counts.findings['claim.same-district'] ?? 0)
    entries.push({
      countyCode: homeCounty(input.election),
      action: `${input.kind}.imported`,
      subject: input.election.id,
      details: {
        import: importId,
        channel: input.channel,
        rows,
        accepted,
        review,
        refused,
        ...(toldElsewhere > 0 ? { toldElsewhere } : {}),
        ...(input.checked === undefined ? {} : { checked: input.checked }),
      },
    })
  }
  return entries
}

/** Tells the planner by how much the roll grows: nothing else does before the transaction ends. */
const planForAccepted = async (tx: Sql, masks: readonly JudgedMask[]): Promise<void> => {
  const added = masks.filter(({ decision }) => decision.outcome !== 'refused').reduce((sum, judged) => sum + judged.rows, 0)
  await planForGrowth(tx, 'registration', 'person_key, county_code, id, election_id, status, facts', added)
  await planForGrowth(tx, 'claim', 'person_key, round, registration_id', added)
}

/**
 * Judges the staged rows pass by pass and saves the outcome of each pass; returns the distinct masks with their decisions. What the account
 * is told by them is recorded also of a trial.
 * @throws ImportHeld when the command has to wait for an officer
 */
const judgePasses = async (tx: Sql, ctx: Context, input: RosterImport, at: Date, isLarge: boolean): Promise<JudgedMask[]> => {
  const { election, dryRun } = input
  const { actor } = ctx
  const staged = stagedOf(input.files)
  const scope: CheckScope = await checkScope(tx, election, input.kind === 'previous-roll')
  const masks: JudgedMask[] = []
  const asker = { account: actor.id, electionId: election.id, at }
  const told = { ...asker, role: actor.role, office: actor.areaCode || election.areaCode, channel: input.channel }
  const admitPass = async (pass: number) => {
    const judgedRows = judgedIn(staged, pass)
    const found = await decideMasks(tx, judgedRows)
    masks.push(...found)
    if (found.some(({ mask }) => hasFact(mask, TELLS))) await recordToldRows(tx, judgedRows, told)
    if (dryRun || found.length === 0) return
    const { electionId, extractId, round } = scope
    const relation = { sql: () => judgedRows, values: [] }
    const admission = { rows: relation, electionId, round, channel: input.channel, at, masks: found }
    await saveOutcome(tx, { ...admission, searchableLater: isLarge }, extractId)
  }
  if (isLarge && dryRun) await planForMany(tx, `${staged.intake} (person_key, import_id, row_no, facts, community_code)`)
  const yesterday = new Date(at.getTime() - DAY_MS)
  const before = { told: await countTold(tx, actor.id, yesterday), rows: await countRowsSent(tx, actor.id, yesterday) }
  const asSets = <T>(work: () => Promise<T>): Promise<T> => (isLarge ? inWholeSets(tx, work) : work())
  const { marked, rows } = await asSets(() => markSeveralNumbers(tx, staged.intake, asker))
  if (input.checked === undefined) checkSeveralNumbers({ marked, rows, before })
  await asSets(() => recordNumbers(tx, staged.intake, asker, isLarge))
  if (input.kind === 'previous-roll' && !dryRun) await insertPreviousRoll(tx, staged.intake, election.id)
  const { passes, size } = await judgeFirstPass(tx, staged, scope)
  if (isLarge) await planForMany(tx, `${staged.judgement} (person_key, import_id, row_no, facts)`)
  await admitPass(0)
  if (isLarge && !dryRun) await planForAccepted(tx, masks)
  for (let pass = 1; pass <= passes; pass += 1) {
    await judgeLaterPass(tx, staged, pass, size, scope)
    await admitPass(pass)
  }
  const added = masks.filter(({ decision }) => decision.outcome !== 'refused').reduce((sum, judged) => sum + judged.rows, 0)
  if (isLarge && !dryRun && added > 0) await insertWaiting(tx, election.id, added, at)
  const toldNow = masks.filter(({ mask }) => hasFact(mask, TELLS)).reduce((sum, one) => sum + one.rows, 0)
  if (input.checked === undefined) checkTold({ told: before.told + toldNow, rows: before.rows + rows })
  return masks
}

/** Keeps the counts of everyone in the files while their rows are judged and saved. */
const keepCountsOfStaged = async <T>(tx: Sql, input: RosterImport, isLarge: boolean, work: () => Promise<T>): Promise<T> => {
  const { intake } = stagedOf(input.files)
  if (input.dryRun) return work()
  if (isLarge) await planForMany(tx, `${intake} (person_key, import_id, row_no, facts, community_code)`)
  const result = isLarge ? await keepCountsOf(tx, intake, work) : await keepCounts(tx, await findStagedPeople(tx, intake), work)
  await countRefused(tx, input.election.id)
  return result
}

/** Judges what was staged and admits it, in one transaction; tried again when another transaction claimed someone in between. */
const judgeAndAdmit = async (ctx: Context, input: RosterImport, rows: number): Promise<RosterImported[]> => {
  const isLarge = rows >= LARGE
  type Imported = Result<Written<RosterImported[]>, never>
  for (let attempt = 1; ; attempt += 1) {
    try {
      const imported = await write(
        ctx,
        { action: `import ${input.election.id} ${input.kind}` },
        async (tx, at): Promise<Imported> => {
          const more: AuditEntry[] = []
          const masks = await keepCountsOfStaged(tx, input, isLarge, async () => {
            const judged = await judgePasses(tx, ctx, input, at, isLarge)
            if (!input.dryRun) await recordSenders(tx, stagedOf(input.files).intake, input.election.id)
            more.push(...((await input.onSaved?.(tx, at, judged)) ?? []))
            return judged
          })
          if (input.keepResults) {
            const { extractId } = await checkScope(tx, input.election, input.kind === 'previous-roll')
            await keepResults(tx, stagedOf(input.files), masks, extractId)
          }
          const counted = input.files.map(({ importId }): RosterImported => {
            const own = masks.filter(judged => judged.importId === importId)
            return { counts: tallyOf(own), masks: own }
          })
          return ok({ answer: counted, audit: input.dryRun ? [] : [...(await finishAll(tx, input, counted, at)), ...more] })
        },
      )
      if (imported.ok) return imported.value
    } catch (error) {
      if (!(error instanceof ClaimedMeanwhile) || attempt === ATTEMPTS) throw error
    }
  }
}

/** Reads the files into the command's staging table. Nothing of it counts yet; returns their rows. On failure it is swept. */
export const stageRosters = async (
  ctx: Context,
  input: RosterImport,
  onProgress: (progress: ReadingProgress) => void,
): Promise<number> => {
  const { intake } = stagedOf(input.files)
  try {
    const at = ctx.clock.now()
    const { doubt } = await readClock(ctx.database, at)
    if (doubt === null) await sweepLeftStaging(ctx.database, new Date(at.getTime() - STAGING_KEPT_MS))
    await ctx.database.transaction(async tx => {
      await registerStaging(tx, firstOf(input.files), at)
      await createIntake(tx, intake)
    })
    const reading = await readingContext(ctx, input)
    const bytesTotal = input.files.reduce((sum, file) => sum + file.table.totalBytes, 0)
    return await stageInto(ctx.database, intake, INTAKE_COLUMNS, async loads => {
      let rows = 0
      let bytes = 0
      for (const file of input.files) {
        const { importId, table } = file
        const before = { rows, bytes }
        const staged = await stageRows(ctx, loads, {
          importId,
          batches: table.rows(),
          bytesTotal: table.totalBytes,
          read: rosterReader(reading, table.columns),
          target: intakeTarget(importId),
          onProgress: now =>
            onProgress({ ...now, rowsRead: before.rows + now.rowsRead, bytesRead: before.bytes + now.bytesRead, bytesTotal }),
        })
        rows += staged
        bytes += table.totalBytes
      }
      return rows
    })
  } catch (error) {
    await sweepAll(ctx, input)
    throw error
  }
}

const sweepAll = async (ctx: Context, input: RosterImport): Promise<void> => {
  for (const { importId } of input.files) await sweepImport(ctx.database, importId)
}

/**
 * Judges and admits staged rosters of `rows` rows in all; answers for each file. What was staged and judged stays until `sweepStaging`, so
 * that reports can be written from it; on failure it is swept here and nothing has changed.
 */
export const saveRosters = async (ctx: Context, input: RosterImport, rows: number): Promise<RosterImported[]> => {
  try {
    return await judgeAndAdmit(ctx, input, rows)
  } catch (error) {
    await sweepAll(ctx, input)
    throw error
  }
}
