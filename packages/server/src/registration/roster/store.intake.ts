/** Rows of a roster as they are staged for judgement. */
import type { MigrantDates } from '@mingce/domain/election'
import { col, type LoadColumns, type Sql } from '../../platform/database/index.ts'
import type { StagedRow, StagingTarget } from '../../population/index.ts'

export interface IntakeRow extends StagedRow {
  readonly facts: number
  readonly name: string
  readonly nameOrder: string
  readonly sex: string | null
  readonly birthDate: string | null
  /** Resolved code, or null when the row names no community or none that exists. */
  readonly communityCode: string | null
  readonly districtCode: string | null
  readonly voterGroup: string | null
  readonly unit: string | null
  readonly basis: string | null
  readonly evidence: number
  /** Elects the township's deputies; null: the row does not say. */
  readonly electsTownship: boolean | null
  readonly dates: MigrantDates
  /** Part of the community, in one spelling; null: the row does not say. */
  readonly part: string | null
  /** What the row says, by finding, where a person will have to look at it. */
  readonly stated: Readonly<Record<string, unknown>> | null
}

/** Makes the table that a command's rows are read into. Not a truth: lost with a crash. */
export const createIntake = (sql: Sql, table: string): Promise<void> => sql.script(`CREATE UNLOGGED TABLE ${table} (LIKE intake)`)

/** Records who was on last round's roll: their registration stays valid, and they need no new proof of place (EL 27, BJ 31). */
export const insertPreviousRoll = (tx: Sql, intake: string, electionId: string): Promise<number> =>
  tx.run(
    `INSERT INTO previous_roll (person_key, election_id, import_id, took_part)
     SELECT DISTINCT ON (i.person_key) i.person_key, $1, i.import_id, i.evidence <> 0 FROM ${intake} i
     WHERE i.birth_date IS NOT NULL AND NOT starts_with(i.person_key::text, '00000000-0000-0000-0000-')
     ORDER BY i.person_key, i.import_id, i.row_no
     ON CONFLICT DO NOTHING`,
    [electionId],
  )

export const INTAKE_COLUMNS: LoadColumns = {
  person_key: 'uuid',
  import_id: 'bigint',
  row_no: 'integer',
  facts: 'bigint',
  name: 'text',
  name_order: 'text',
  sex: 'text',
  birth_date: 'date',
  community_code: 'text',
  county_district: 'text',
  voter_group: 'text',
  unit: 'text',
  basis: 'text',
  evidence: 'smallint',
  digest: 'uuid',
  stated: 'jsonb',
  contact_block: 'bigint',
  contact_index: 'smallint',
  elects_township: 'boolean',
  lives_here_since: 'date',
  contract_from: 'date',
  contract_until: 'date',
  part: 'text',
}

/** The rows of a file, in `INTAKE_COLUMNS`. */
export const intakeTarget = (importId: number): StagingTarget<IntakeRow> => ({
  write: (page, row, rowNo, at) => {
    page
      .row()
      .uuid(at.keys, at.at)
      .bigint(importId)
      .integer(rowNo)
      .bigint(row.facts)
      .text(row.name)
      .text(row.nameOrder)
      .text(row.sex)
      .date(row.birthDate)
      .text(row.communityCode)
      .text(row.districtCode)
      .text(row.voterGroup)
      .text(row.unit)
      .text(row.basis)
      .smallint(row.evidence)
      .uuid(at.digests, at.at)
      .jsonb(row.stated)
      .bigint(at.contactBlock)
      .smallint(at.contactIndex)
      .boolean(row.electsTownship)
      .date(row.dates.livesHereSince)
      .date(row.dates.contractFrom)
      .date(row.dates.contractUntil)
      .text(row.part)
  },
})

/** Everyone in a command's files, by person key. */
export const findStagedPeople = async (tx: Sql, intake: string): Promise<string[]> =>
  (await tx.query(`SELECT DISTINCT person_key AS "personKey" FROM ${intake}`, [], { personKey: col.uuid })).map(
    ({ personKey }) => personKey,
  )
