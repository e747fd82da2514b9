/**
 * Rosters and last round's roll, from a file to registrations: staged, judged set by set, decided once per distinct mask, admitted in one
 * transaction. A registration online takes the same road as a file of one row.
 */
import { EVIDENCE } from '@mingce/domain/election'
import {
  factOf,
  PREVIOUS_ROLL_COLUMNS,
  type PreviousRollRow,
  REGISTRATION_COLUMNS,
  readPreviousRollRow,
  readRegistrationRow,
} from '@mingce/domain/registration'
import { matchColumns, nameOrder } from '@mingce/domain/standards'
import type { Context } from '../access/context.ts'
import { districtLookup } from '../district/index.ts'
import { type Election, homeCounty } from '../election/index.ts'
import { communityIndex, findCommunities } from '../platform/areas/index.ts'
import { recordAudit } from '../platform/audit/index.ts'
import { planForGrowth, planForMany, type Sql } from '../platform/database/index.ts'
import {
  finishImport,
  type ImportCounts,
  type ImportedFile,
  numberContext,
  type ReadingProgress,
  stageRows,
  sweepImport,
} from '../population/index.ts'
import { admit, ClaimedMeanwhile } from './store.admit.ts'
import { type IntakeRow, intakeTarget } from './store.intake.ts'
import { type CheckScope, decideMasks, type JudgedMask, judgeIntake, tallyOf } from './store.judge.ts'
import { checkScope } from './store.scope.ts'

export interface RosterImport {
  readonly election: Election
  readonly kind: 'registrations' | 'previous-roll'
  /** roster, door, web, … ; 'previous-roll' for last round's roll. */
  readonly channel: string
  readonly file: ImportedFile
  /** Reads and judges, and then changes nothing. */
  readonly dryRun: boolean
}

export interface RosterImported {
  readonly counts: ImportCounts
  readonly masks: readonly JudgedMask[]
}

const SEPARATOR = '\u001f'
const STATED = { birth: factOf('identity.birth'), sex: factOf('identity.sex'), name: factOf('name.unprintable') }

/** A voter of last round's roll as a row of a roster; who did not take part has no proof from that, though the registration stands. */
const carriedOver = (row: PreviousRollRow) => ({
  ...row,
  unit: null,
  basis: null,
  evidence: row.tookPart === false ? 0 : EVIDENCE.tookPartLastTime,
  address: null,
  phone: null,
})

/** Turns the cells of a row into an intake row, by the columns of its kind. */
const reader = async (ctx: Context, input: RosterImport): Promise<(cells: readonly string[]) => IntakeRow> => {
  const { election } = input
  const codes = communityIndex(await findCommunities(ctx.database, election.areaCode))
  const districts = await districtLookup(ctx.database, election)
  const context = { pollingDay: election.pollingDay, areas: numberContext(ctx, election) }
  const roster = matchColumns(input.file.table.header, REGISTRATION_COLUMNS)
  const previous = matchColumns(input.file.table.header, PREVIOUS_ROLL_COLUMNS)
  const at = input.kind === 'registrations' ? roster.at : { ...roster.at, ...previous.at }
  return cells => {
    const row =
      input.kind === 'registrations'
        ? readRegistrationRow(cells, roster, context)
        : carriedOver(readPreviousRollRow(cells, previous, context))
    const communityCode = row.community === null ? null : codes(row.community)
    const unknownPlace = row.community !== null && communityCode === null
    const districtCode = row.district === null ? null : districts.county(row.district)
    const stated: Record<string, unknown> = {}
    if (row.facts & STATED.birth) stated['identity.birth'] = { stated: cells[at.birth] ?? '' }
    if (row.facts & STATED.sex) stated['identity.sex'] = { stated: cells[at.sex] ?? '' }
    if (row.facts & STATED.name) stated['name.unprintable'] = { stated: row.name }
    if (unknownPlace) stated['district.unknown'] = { stated: row.community }
    return {
      number: row.number,
      address: row.address,
      phone: row.phone,
      particulars: [
        row.number ?? cells[at.number] ?? '',
        row.name,
        cells[at.birth] ?? '',
        cells[at.sex] ?? '',
        row.community ?? '',
        row.district ?? '',
        row.voterGroup ?? '',
        row.unit ?? '',
        row.basis ?? '',
        row.evidence,
        row.address ?? '',
        row.phone ?? '',
      ].join(SEPARATOR),
      facts: unknownPlace && districtCode === null ? row.facts | factOf('district.unknown') : row.facts,
      name: row.name,
      nameOrder: nameOrder(row.name),
      sex: row.sex,
      birthDate: row.birthDate,
      communityCode,
      districtCode,
      voterGroup: row.voterGroup,
      unit: row.unit,
      basis: row.basis,
      evidence: row.evidence,
      stated: Object.keys(stated).length === 0 ? null : stated,
    }
  }
}

/** Who was on last round's roll: their registration stays valid, and they need no new proof of place (EL 27, BJ 31). */
const keepPreviousRoll = (tx: Sql, electionId: string, importId: number): Promise<number> =>
  tx.run(
    `INSERT INTO previous_roll (person_key, election_id, import_id, took_part)
     SELECT DISTINCT ON (i.person_key) i.person_key, $1, $2, i.evidence <> 0 FROM intake i
     WHERE i.import_id = $2 AND i.birth_date IS NOT NULL AND NOT starts_with(i.person_key::text, '00000000-0000-0000-0000-')
     ORDER BY i.person_key, i.row_no
     ON CONFLICT DO NOTHING`,
    [electionId, importId],
  )

const ATTEMPTS = 3
/** From here on the planner has to know what was staged: nothing else tells it in time, and the embedded store never does. */
const LARGE = 500

/** Judges what was staged and admits it, in one transaction; tried again when another transaction claimed someone in between. */
const judgeAndAdmit = async (ctx: Context, input: RosterImport, rows: number): Promise<RosterImported> => {
  const isLarge = rows >= LARGE
  const { election, file } = input
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ctx.database.transaction(async tx => {
        const scope: CheckScope = await checkScope(tx, election, input.kind === 'previous-roll')
        if (isLarge) await planForMany(tx, 'intake (person_key, import_id, row_no, facts, community_code)')
        await tx.run('DELETE FROM judgement WHERE import_id = $1', [file.importId])
        await judgeIntake(tx, file.importId, scope)
        if (isLarge) await planForMany(tx, 'judgement (person_key, import_id, row_no, facts)')
        const masks = await decideMasks(tx, file.importId)
        const counts = tallyOf(masks)
        if (input.dryRun) return { counts, masks }
        const at = ctx.clock.now()
        if (input.kind === 'previous-roll') await keepPreviousRoll(tx, election.id, file.importId)
        await admit(
          tx,
          { importId: file.importId, electionId: election.id, round: election.round, channel: input.channel, at, masks },
          scope.extractId,
        )
        if (isLarge) {
          const added = counts.accepted + counts.review
          await planForGrowth(tx, 'registration', 'person_key, county_code, id, election_id, status, facts', added)
          await planForGrowth(tx, 'claim', 'person_key, round, registration_id', added)
        }
        await finishImport(tx, file.importId, counts, file.table.notes, at)
        await recordAudit(tx, {
          countyCode: homeCounty(election),
          at,
          actor: ctx.actor.name,
          role: ctx.actor.role,
          action: `${input.kind}.imported`,
          subject: election.id,
          details: {
            import: file.importId,
            channel: input.channel,
            rows: counts.rows,
            accepted: counts.accepted,
            review: counts.review,
            refused: counts.refused,
          },
          requestId: ctx.requestId,
        })
        return { counts, masks }
      })
    } catch (error) {
      if (!(error instanceof ClaimedMeanwhile) || attempt === ATTEMPTS) throw error
    }
  }
}

/** Reads one roster into the staging table. Nothing of it counts yet; returns its rows. On failure it is swept. */
export const stageRoster = async (
  ctx: Context,
  input: RosterImport,
  onProgress: (progress: ReadingProgress) => void,
): Promise<number> => {
  const { importId, table } = input.file
  try {
    return await stageRows(
      ctx,
      importId,
      table.rows(),
      table.totalBytes,
      await reader(ctx, input),
      intakeTarget(importId),
      onProgress,
    )
  } catch (error) {
    await sweepImport(ctx.database, importId)
    throw error
  }
}

/**
 * Judges and admits a staged roster of `rows` rows. What was staged and judged stays until `sweepStaging`, so that a report can be written
 * from it; on failure it is swept here and nothing has changed.
 */
export const admitRoster = async (ctx: Context, input: RosterImport, rows: number): Promise<RosterImported> => {
  try {
    return await judgeAndAdmit(ctx, input, rows)
  } catch (error) {
    await sweepImport(ctx.database, input.file.importId)
    throw error
  }
}
