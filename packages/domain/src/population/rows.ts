/** Rows of the population register and of the people without the vote, as facts ready for the store. */
import {
  type ColumnMap,
  normalizePersonName,
  type ResidentIdContext,
  type ResidentIdReading,
  readCode,
  readDate,
  readResidentId,
  readSaidYes,
  readSex,
  readText,
  type Sex,
} from '../standards/index.ts'
import type { DisqualificationField, PopulationField } from './columns.ts'
import { type DecisionSaid, deciderNamed, decisionRefusals, FOR_LIFE, type Ground, saysLife } from './decision.ts'
import type { PopulationRefusal } from './refusals.ts'

export type PopulationStatus = 'present' | 'deceased' | 'moved-out'

export interface PopulationRow {
  /** Empty: the row can be used. */
  readonly refusals: readonly PopulationRefusal[]
  /** 18 places; null where refused for it. */
  readonly number: string | null
  readonly upgraded: boolean
  readonly name: string
  /** From the number; from the columns where there is no good number. */
  readonly sex: Sex | null
  readonly birthDate: string | null
  /** Code as the source has it, 2 to 12 digits. */
  readonly hukouArea: string | null
  readonly hukouAddress: string | null
  readonly address: string | null
  /** Code or name, as written. */
  readonly community: string | null
  readonly phone: string | null
  readonly status: PopulationStatus
  readonly statusOn: string | null
  /** Elects the township's deputies; null: the register does not say. */
  readonly electsTownship: boolean | null
  /** Part of the community, as written. */
  readonly part: string | null
}

export interface DisqualificationRow {
  readonly refusals: readonly PopulationRefusal[]
  readonly number: string | null
  readonly upgraded: boolean
  readonly name: string
  readonly ground: Ground | null
  readonly authority: string | null
  readonly documentNo: string | null
  readonly fromDate: string | null
  /** The last day; null: for life, or the end of a detention is open. */
  readonly toDate: string | null
  /** The main sentence that a deprivation was added to, while which it holds too (CL 58); null: none is said. */
  readonly sentenceFrom: string | null
  readonly sentenceTo: string | null
}

const NONE: readonly PopulationRefusal[] = []

const STATUSES = new Map<string, PopulationStatus>()
const statusWords: Record<PopulationStatus, string> = {
  present: '正常 在册 常住 有效 present normal 户籍 在世 1',
  deceased: '死亡 已死亡 去世 已故 死亡注销 亡故 deceased dead',
  'moved-out': '迁出 已迁出 迁移 户口迁出 迁出注销 转出 moved-out moved movedout',
}
for (const [status, words] of Object.entries(statusWords))
  for (const word of words.split(' ')) STATUSES.set(word, status as PopulationStatus)

const GROUNDS = new Map<string, Ground>()
const groundWords: Record<Ground, string> = {
  deprived: '剥夺政治权利 剥夺 剥权 被剥夺政治权利 剥夺政治权利终身 deprived',
  suspended: '停止行使选举权利 停止行使 停权 停止行使选举权 停止选举权利 暂停行使选举权利 suspended',
}
for (const [ground, words] of Object.entries(groundWords))
  for (const word of words.split(' ')) GROUNDS.set(word, ground as Ground)

/** Words for an end that is not there: a suspension lasts as long as the detention. A deprivation must say 终身 (CL 57). */
const OPEN_ENDED = new Set(['长期', '无', '-', '—', '/', '至今', 'open'])

const statusOf = (cell: string | undefined): PopulationStatus | undefined => {
  const text = readText(cell)
  return text === null ? 'present' : (STATUSES.get(text) ?? STATUSES.get(text.toLowerCase()))
}

/** Why a row cannot be used. Rows without a fault share one array. */
const populationRefusals = (
  id: ResidentIdReading,
  name: string,
  status: PopulationStatus | undefined,
): readonly PopulationRefusal[] => {
  if (id.kind === 'ok' && name !== '' && status !== undefined) return NONE
  const found: PopulationRefusal[] = []
  if (id.kind !== 'ok') found.push(`identity.${id.kind}`)
  if (name === '') found.push('name.missing')
  if (status === undefined) found.push('row.incomplete')
  return found
}

/** Read a row of the population register. `areas.bornBy` may be the day of the extract. */
export const readPopulationRow = (
  cells: readonly string[],
  columns: ColumnMap<PopulationField>,
  areas: ResidentIdContext,
): PopulationRow => {
  const at = columns.at
  const id = readResidentId(cells[at.number] ?? '', areas)
  const name = normalizePersonName(cells[at.name] ?? '')
  const status = statusOf(cells[at.status])
  const statusOn = readText(cells[at.statusOn])
  const number = id.kind === 'ok' ? id : null
  return {
    refusals: populationRefusals(id, name, status),
    number: number?.number ?? null,
    upgraded: number?.upgraded ?? false,
    name,
    sex: number === null ? (readSex(cells[at.sex] ?? '') ?? null) : number.sex,
    birthDate: number === null ? (readDate(cells[at.birth] ?? '') ?? null) : number.birth,
    hukouArea: readCode(cells[at.hukouArea]),
    hukouAddress: readText(cells[at.hukouAddress]),
    address: readText(cells[at.address]),
    community: readCode(cells[at.community]),
    phone: readText(cells[at.phone]),
    status: status ?? 'present',
    statusOn: statusOn === null ? null : (readDate(statusOn) ?? null),
    electsTownship: readSaidYes(cells[at.electsTownship]),
    part: readText(cells[at.part]),
  }
}

/** The last day of a row: for life, a day, null where none is said, undefined where it is neither. */
const readEnd = (cell: string | undefined): string | null | undefined => {
  const text = readText(cell)
  if (text === null || OPEN_ENDED.has(text.toLowerCase())) return null
  return saysLife(text) ? FOR_LIFE : readDate(text)
}

/** The main sentence of a row; null where none is said. */
const readSentence = (fromCell: string | undefined, toCell: string | undefined): DecisionSaid['sentence'] => {
  const from = readText(fromCell)
  const to = readText(toCell)
  if (from === null && to === null) return null
  return { from: from === null ? undefined : readDate(from), to: to === null ? null : readDate(to) }
}

/** The decision behind a row, as far as it says it. */
const readDecision = (cells: readonly string[], { at }: ColumnMap<DisqualificationField>): DecisionSaid => {
  const groundText = readText(cells[at.ground])
  const authority = readText(cells[at.authority])
  const end = readEnd(cells[at.to])
  return {
    ground: groundText === null ? null : (GROUNDS.get(groundText.toLowerCase()) ?? null),
    decider: authority === null ? null : deciderNamed(authority),
    authority,
    documentNo: readText(cells[at.documentNo]),
    from: readDate(cells[at.from] ?? ''),
    to: end === null && groundText !== null && saysLife(groundText) ? FOR_LIFE : end,
    sentence: readSentence(cells[at.sentenceFrom], cells[at.sentenceTo]),
  }
}

/**
 * Read a row of the people without the vote. A row needs its ground, the authority, the document and the first day: nobody loses the
 * vote by a line without a decision behind it (CL 55–58, P83 §4, §5).
 */
export const readDisqualificationRow = (
  cells: readonly string[],
  columns: ColumnMap<DisqualificationField>,
  areas: ResidentIdContext,
): DisqualificationRow => {
  const at = columns.at
  const id = readResidentId(cells[at.number] ?? '', areas)
  const name = normalizePersonName(cells[at.name] ?? '')
  const said = readDecision(cells, columns)
  const refusals: PopulationRefusal[] = []
  if (id.kind !== 'ok') refusals.push(`identity.${id.kind}`)
  if (name === '') refusals.push('name.missing')
  refusals.push(...decisionRefusals(said))
  return {
    refusals: refusals.length === 0 ? NONE : refusals,
    number: id.kind === 'ok' ? id.number : null,
    upgraded: id.kind === 'ok' && id.upgraded,
    name,
    ground: said.ground,
    authority: said.authority,
    documentNo: said.documentNo,
    fromDate: said.from ?? null,
    toDate: said.to === FOR_LIFE ? null : (said.to ?? null),
    sentenceFrom: said.sentence?.from ?? null,
    sentenceTo: said.sentence?.to ?? null,
  }
}
