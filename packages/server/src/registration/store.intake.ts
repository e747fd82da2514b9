/** Rows of a roster as they are staged for judgement. */
import { copyText, type Sql } from '../platform/database/index.ts'
import type { StagedRow, StagingTarget } from '../population/index.ts'

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
  /** What the row says, by finding, where a person will have to look at it. */
  readonly stated: Readonly<Record<string, unknown>> | null
}

const NULL = '\\N'
const text = (value: string | null): string => (value === null ? NULL : copyText(value))

/** Makes the table that a command's rows are read into. Not a truth: lost with a crash. */
export const createIntake = (sql: Sql, table: string): Promise<void> => sql.script(`CREATE UNLOGGED TABLE ${table} (LIKE intake)`)

export const INTAKE_COLUMNS = [
  'person_key',
  'import_id',
  'row_no',
  'facts',
  'name',
  'name_order',
  'sex',
  'birth_date',
  'community_code',
  'county_district',
  'voter_group',
  'unit',
  'basis',
  'evidence',
  'digest',
  'stated',
  'contact_block',
  'contact_index',
] as const

/** The lines of a file's rows, in `INTAKE_COLUMNS`. */
export const intakeTarget = (importId: number): StagingTarget<IntakeRow> => ({
  line: (row, rowNo, at) =>
    `${at.key}\t${importId}\t${rowNo}\t${row.facts}\t${copyText(row.name)}\t${copyText(row.nameOrder)}\t${row.sex ?? NULL}\t${row.birthDate ?? NULL}\t${row.communityCode ?? NULL}\t${row.districtCode ?? NULL}\t${text(row.voterGroup)}\t${text(row.unit)}\t${row.basis ?? NULL}\t${row.evidence}\t${at.digest}\t${row.stated === null ? NULL : copyText(JSON.stringify(row.stated))}\t${at.contactBlock ?? NULL}\t${at.contactIndex ?? NULL}\n`,
})
