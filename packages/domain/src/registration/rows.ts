/** Rows of rosters and of the previous roll: what one row says of itself, as bits of the fact mask, and its text for the store. */
import { type Basis, EVIDENCE, type MigrantDates } from '../election/index.ts'
import {
  type ColumnMap,
  isAdultOn,
  isUnprintable,
  mayBeDay,
  normalizePersonName,
  type ResidentId,
  type ResidentIdContext,
  type ResidentIdReading,
  readCode,
  readDate,
  readResidentId,
  readSaidYes,
  readSex,
  readText,
  readYes,
  type Sex,
} from '../standards/index.ts'
import type { PreviousRollField, RegistrationField } from './columns.ts'
import { factOf } from './findings.ts'
import { withFacts } from './masks.ts'
import { readDates, readSince } from './migrant-cells.ts'
import { type RemarkWord, wordInRemark } from './remarks.ts'

/** What judging a row needs to know besides the row. */
export interface RowContext {
  /** 'YYYY-MM-DD': age is judged on this day (EL 4). */
  readonly pollingDay: string
  readonly areas: ResidentIdContext
}

export interface PersonFacts {
  /** Bits by factOf: identity.*, name.*, eligibility.age, area.retired. */
  readonly facts: number
  /** 18 places; null where the number is refused. */
  readonly number: string | null
  /** As kept: one spelling of spaces and dots. */
  readonly name: string
  /** From the number; from the columns where the number is refused. */
  readonly sex: Sex | null
  readonly birthDate: string | null
}

export interface RegistrationRow extends PersonFacts {
  /** What the remark says that has to be looked into. */
  readonly remark: RemarkWord | null
  /** Name or code, as written; the store finds the community. */
  readonly community: string | null
  readonly district: string | null
  readonly voterGroup: string | null
  /** Part of the community as written: 村民小组, 居民小组, 楼院. */
  readonly part: string | null
  readonly unit: string | null
  readonly basis: Basis | null
  readonly evidence: number
  /** Elects the township's deputies; null: the row does not say. */
  readonly electsTownship: boolean | null
  readonly address: string | null
  readonly phone: string | null
  /** What someone from elsewhere proves by dates. */
  readonly dates: MigrantDates
}

export interface PreviousRollRow extends PersonFacts {
  readonly remark: RemarkWord | null
  readonly community: string | null
  readonly district: string | null
  readonly voterGroup: string | null
  /** Part of the community as written: 村民小组, 居民小组, 楼院. */
  readonly part: string | null
  /** null: the file does not say. */
  readonly tookPart: boolean | null
  readonly electsTownship: boolean | null
}

const FAULTS = {
  missing: factOf('identity.missing'),
  'precision-lost': factOf('identity.precision-lost'),
  format: factOf('identity.format'),
  area: factOf('identity.area'),
  foreign: factOf('identity.foreign'),
  date: factOf('identity.date'),
  checksum: factOf('identity.checksum'),
} as const
const UPGRADED = factOf('identity.upgraded')
const OF_AREA = {
  current: 0,
  former: factOf('area.retired'),
  unknown: factOf('area.unknown'),
  permit: factOf('identity.residence-permit'),
} as const
const UNDER_AGE = factOf('eligibility.age')
const BIRTH_DIFFERS = factOf('identity.birth')
const SEX_DIFFERS = factOf('identity.sex')
const REMARKED = factOf('remark.reported')
const NAME_MISSING = factOf('name.missing')
const NAME_UNPRINTABLE = factOf('name.unprintable')

/** A year, or a year and month, that the number agrees with is no contradiction: 1990, 1990-01, 199001, 1990年1月. */
const agreesInPart = (cell: string, birth: string): boolean => {
  const part = /^(\d{4})[-/.年]?(\d{1,2})?月?$/.exec(cell)
  return (
    part !== null && part[1] === birth.slice(0, 4) && (part[2] === undefined || Number(part[2]) === Number(birth.slice(5, 7)))
  )
}

/** Does no reading of the cell agree with the number? A cell that may be several days has no finding if one of them is the number's. */
const birthDiffers = (cell: string | undefined, birth: string): boolean => {
  if (cell === undefined || cell === '' || cell === birth) return false
  if (readDate(cell) === birth || mayBeDay(cell, birth)) return false
  const text = readText(cell)
  return text !== null && !agreesInPart(text, birth)
}

const factsOfId = (id: ResidentId, sexCell: string | undefined, birthCell: string | undefined, pollingDay: string): number => {
  let facts = 0
  if (id.upgraded) facts |= UPGRADED
  facts |= OF_AREA[id.area]
  if (!isAdultOn(id.birth, pollingDay)) facts |= UNDER_AGE
  if (birthDiffers(birthCell, id.birth)) facts |= BIRTH_DIFFERS
  if (sexCell !== undefined && sexCell !== '') {
    const said = readSex(sexCell)
    if (said !== undefined && said !== id.sex) facts |= SEX_DIFFERS
  }
  return facts
}

const factsOfName = (name: string): number => (name === '' ? NAME_MISSING : isUnprintable(name) ? NAME_UNPRINTABLE : 0)

const BASIS_WORDS = new Map<string, Basis>()
const basisWords: Record<Basis, string> = {
  hukou: '户籍 户籍地 户口 本地户籍 户籍所在地 本市户籍 hukou household',
  residence: '居住 居住地 现居住地 现住地 常住 居住证 residence',
  work: '工作 工作单位 单位 就业 务工 在职 work employment',
  study: '就读 学习 学校 在校 在读 上学 study student',
}
for (const [basis, words] of Object.entries(basisWords))
  for (const word of words.split(' ')) BASIS_WORDS.set(word, basis as Basis)
const readBasis = (cell: string | undefined): Basis | null => {
  const text = readText(cell)
  return text === null ? null : (BASIS_WORDS.get(text) ?? BASIS_WORDS.get(text.toLowerCase()) ?? null)
}

const NOT_YET_BORN: ResidentIdReading = { kind: 'date' }

/** A number whose date is after election day is mistyped, not young. */
const readNumber = (cell: string | undefined, context: RowContext): ResidentIdReading => {
  const id = readResidentId(cell ?? '', context.areas)
  return id.kind === 'ok' && id.birth > context.pollingDay ? NOT_YET_BORN : id
}

/** What the row says that the person can show. */
const evidenceOf = (cells: readonly string[], at: ColumnMap<RegistrationField>['at'], isLongEnough: boolean): number => {
  const isUniversity = readYes(cells[at.universityStudent])
  return (
    (readYes(cells[at.certificate]) ? EVIDENCE.certificate : 0) |
    (readYes(cells[at.residencePermit]) ? EVIDENCE.residencePermit : 0) |
    (readYes(cells[at.contract]) ? EVIDENCE.contract : 0) |
    (readYes(cells[at.tookPart]) ? EVIDENCE.tookPartLastTime : 0) |
    (isLongEnough ? EVIDENCE.residence : 0) |
    (readYes(cells[at.student]) || isUniversity ? EVIDENCE.student : 0) |
    (isUniversity ? EVIDENCE.universityStudent : 0)
  )
}

/** Read a row of a roster. Nothing is decided here: the facts of the row join those that the store finds. */
export const readRegistrationRow = (
  cells: readonly string[],
  columns: ColumnMap<RegistrationField>,
  context: RowContext,
): RegistrationRow => {
  const at = columns.at
  const id = readNumber(cells[at.number], context)
  const name = normalizePersonName(cells[at.name] ?? '')
  const good = id.kind === 'ok'
  const remark = wordInRemark(cells[at.remark])
  const since = readSince(cells[at.livesHereSince])
  return {
    facts: withFacts(
      factsOfName(name) | (good ? factsOfId(id, cells[at.sex], cells[at.birth], context.pollingDay) : FAULTS[id.kind]),
      remark === null ? 0 : REMARKED,
    ),
    remark,
    number: good ? id.number : null,
    name,
    sex: good ? id.sex : (readSex(cells[at.sex] ?? '') ?? null),
    birthDate: good ? id.birth : (readDate(cells[at.birth] ?? '') ?? null),
    community: readCode(cells[at.community]),
    district: readText(cells[at.district]),
    voterGroup: readText(cells[at.voterGroup]),
    part: readText(cells[at.part]),
    unit: readText(cells[at.unit]),
    basis: readBasis(cells[at.basis]),
    evidence: evidenceOf(cells, at, since.isLongEnough),
    dates: readDates(since.day, cells[at.contractTerm], cells[at.contractFrom], cells[at.contractUntil]),
    electsTownship: readSaidYes(cells[at.electsTownship]),
    address: readText(cells[at.address]),
    phone: readText(cells[at.phone]),
  }
}

/** Read a row of last round's roll. Whoever stood on it was of age then; the same facts are found all the same. */
export const readPreviousRollRow = (
  cells: readonly string[],
  columns: ColumnMap<PreviousRollField>,
  context: RowContext,
): PreviousRollRow => {
  const at = columns.at
  const id = readNumber(cells[at.number], context)
  const name = normalizePersonName(cells[at.name] ?? '')
  const good = id.kind === 'ok'
  const remark = wordInRemark(cells[at.remark])
  const tookPart = readText(cells[at.tookPart])
  return {
    facts: withFacts(
      factsOfName(name) | (good ? factsOfId(id, cells[at.sex], cells[at.birth], context.pollingDay) : FAULTS[id.kind]),
      remark === null ? 0 : REMARKED,
    ),
    remark,
    number: good ? id.number : null,
    name,
    sex: good ? id.sex : (readSex(cells[at.sex] ?? '') ?? null),
    birthDate: good ? id.birth : (readDate(cells[at.birth] ?? '') ?? null),
    community: readCode(cells[at.community]),
    district: readText(cells[at.district]),
    voterGroup: readText(cells[at.voterGroup]),
    part: readText(cells[at.part]),
    tookPart: tookPart === null ? null : readYes(tookPart),
    electsTownship: readSaidYes(cells[at.electsTownship]),
  }
}
