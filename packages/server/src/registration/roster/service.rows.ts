/** The cells of a roster, or of last round's roll, as rows ready to be judged: places found, names ordered, and kept what a person will have to look at. */
import { EVIDENCE, NO_DATES } from '@mingce/domain/election'
import {
  factOf,
  hasFact,
  PREVIOUS_ROLL_COLUMNS,
  type PreviousRollRow,
  REGISTRATION_COLUMNS,
  type RegistrationRow,
  readPreviousRollRow,
  readRegistrationRow,
  withFacts,
} from '@mingce/domain/registration'
import { type ColumnMap, keptDigits, nameOrder, narrowColumns, type ResidentIdContext } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { districtLookup, partLookup } from '../../district/index.ts'
import type { Election } from '../../election/index.ts'
import { openCommunities } from '../../platform/areas/index.ts'
import { numberContext } from '../../population/index.ts'
import type { IntakeRow } from './store.intake.ts'

/** What the digits left of a number are sealed for. */
export const KEPT_DIGITS_SEAL = 'refused_row/kept'

const SEPARATOR = '\u001f'
const STATED = {
  remark: factOf('remark.reported'),
  birth: factOf('identity.birth'),
  sex: factOf('identity.sex'),
  name: factOf('name.unprintable'),
  rounded: factOf('identity.precision-lost'),
}

/** A voter of last round's roll as a row of a roster; who did not take part has no proof from that, though the registration stands. */
const carriedOver = (row: PreviousRollRow) => ({
  ...row,
  unit: null,
  basis: null,
  evidence: row.tookPart === false ? 0 : EVIDENCE.tookPartLastTime,
  address: null,
  phone: null,
  dates: NO_DATES,
})

type ReadRow = RegistrationRow | ReturnType<typeof carriedOver>
type StatedColumns = Readonly<Record<'number' | 'birth' | 'sex', number>>

/** What the row says of the person, as one text that is sealed: the cells as read, or as written where they could not be read. */
const particularsOf = (row: ReadRow, cells: readonly string[], at: StatedColumns): string => {
  const parts = [
    row.number ?? cells[at.number],
    row.name,
    cells[at.birth],
    cells[at.sex],
    row.community,
    row.district,
    row.voterGroup,
    row.unit,
    row.basis,
    row.evidence,
    row.address,
    row.phone,
  ]
  // What earlier versions did not read is added only where it is said, so that a file of then has the digests of then.
  const said = row.electsTownship === null ? [] : [String(row.electsTownship)]
  const { livesHereSince, contractFrom, contractUntil } = row.dates
  if (livesHereSince !== null) said.push(`since ${livesHereSince}`)
  if (contractFrom !== null || contractUntil !== null) said.push(`contract ${contractFrom ?? ''}/${contractUntil ?? ''}`)
  if (row.part !== null) said.push(`part ${row.part}`)
  return [...parts, ...said].map(part => part ?? '').join(SEPARATOR)
}

/** What a person will have to look at, by finding, as the row has it. */
const statedOf = (
  row: Pick<RegistrationRow, 'facts' | 'name' | 'community' | 'remark'>,
  cells: readonly string[],
  at: StatedColumns,
  unknownPlace: boolean,
  sealKept: (digits: string) => string,
): Readonly<Record<string, unknown>> => {
  const stated: Record<string, unknown> = {}
  if (hasFact(row.facts, STATED.birth)) stated['identity.birth'] = { stated: cells[at.birth] ?? '' }
  if (hasFact(row.facts, STATED.sex)) stated['identity.sex'] = { stated: cells[at.sex] ?? '' }
  if (hasFact(row.facts, STATED.name)) stated['name.unprintable'] = { stated: row.name }
  if (row.remark !== null) stated['remark.reported'] = { word: row.remark }
  const kept = hasFact(row.facts, STATED.rounded) ? keptDigits(cells[at.number] ?? '') : undefined
  if (kept !== undefined) stated['identity.precision-lost'] = { kept: sealKept(kept) }
  if (unknownPlace) stated['district.unknown'] = { stated: row.community }
  return stated
}

/** What the rows of a command's files are read with. */
export interface ReadingContext {
  readonly kind: 'registrations' | 'previous-roll'
  readonly election: Election
  /** Code of a community by its code or name; null where there is none. */
  readonly codes: (community: string) => string | null
  readonly districts: Awaited<ReturnType<typeof districtLookup>>
  readonly parts: Awaited<ReturnType<typeof partLookup>>
  readonly areas: ResidentIdContext
  /** Seals the digits that are left of a number which became a float: an officer may ask for the person (review). */
  readonly sealKept: (digits: string) => string
}

/** Looks up what a command's rows need: once for all its files. */
export const readingContext = async (
  ctx: Context,
  { kind, election }: Pick<ReadingContext, 'kind' | 'election'>,
): Promise<ReadingContext> => ({
  kind,
  election,
  codes: await openCommunities(ctx.database, election.areaCode),
  districts: await districtLookup(ctx.database, election),
  parts: await partLookup(ctx.database, election),
  areas: numberContext(ctx, election),
  sealKept: digits => Buffer.from(ctx.keys.seal(Buffer.from(digits), KEPT_DIGITS_SEAL)).toString('base64'),
})

/** Turns the cells of a row into an intake row. */
export const rosterReader = (reading: ReadingContext, columns: ColumnMap): ((cells: readonly string[]) => IntakeRow) => {
  const { codes, districts, parts, kind } = reading
  const context = { pollingDay: reading.election.pollingDay, areas: reading.areas }
  const roster = narrowColumns(columns, REGISTRATION_COLUMNS)
  const previous = narrowColumns(columns, PREVIOUS_ROLL_COLUMNS)
  const at = kind === 'registrations' ? roster.at : { ...roster.at, ...previous.at }
  const readRow = (cells: readonly string[]): ReadRow =>
    kind === 'registrations'
      ? readRegistrationRow(cells, roster, context)
      : carriedOver(readPreviousRollRow(cells, previous, context))
  return cells => {
    const row = readRow(cells)
    const communityCode = row.community === null ? null : codes(row.community)
    const unknownPlace = row.community !== null && communityCode === null
    const districtCode = row.district === null ? null : districts.county(row.district)
    const isStated = unknownPlace || hasFact(row.facts, STATED.birth + STATED.sex + STATED.name + STATED.remark + STATED.rounded)
    return {
      number: row.number,
      address: row.address,
      phone: row.phone,
      particulars: particularsOf(row, cells, at),
      facts: unknownPlace && districtCode === null ? withFacts(row.facts, factOf('district.unknown')) : row.facts,
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
      electsTownship: row.electsTownship,
      dates: row.dates,
      part: parts.keyOf(communityCode, row.part, row.voterGroup),
      stated: isStated ? statedOf(row, cells, at, unknownPlace, reading.sealKept) : null,
    }
  }
}
