/** Rows of the population register and of the people without the vote, as facts ready for the store. */
import {
  type ColumnMap,
  normalizePersonName,
  type ResidentIdContext,
  type ResidentIdReading,
  readCode,
  readDate,
  readResidentId,
  readSex,
  readText,
  type Sex,
} from '../standards/index.ts'
import type { DisqualificationField, PopulationField } from './columns.ts'
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
}

export type Ground = 'deprived' | 'suspended'

export interface DisqualificationRow {
  readonly refusals: readonly PopulationRefusal[]
  readonly number: string | null
  readonly upgraded: boolean
  readonly name: string
  readonly ground: Ground | null
  readonly authority: string | null
  readonly documentNo: string | null
  readonly fromDate: string | null
  /** The last day; null: open. */
  readonly toDate: string | null
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

const OPEN_ENDED = new Set(['终身', '长期', '永久', '无期', '无', '-', '—', '/', '至今', 'open', 'life'])

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
  }
}

/** The first and the last day of a row: undefined where it is no day. The last is null where it is open. */
const readPeriod = (
  fromCell: string,
  toCell: string | undefined,
): { from: string | undefined; to: string | null | undefined } => {
  const from = readDate(fromCell)
  const text = readText(toCell)
  if (text === null || OPEN_ENDED.has(text.toLowerCase())) return { from, to: null }
  return { from, to: readDate(text) }
}

/** What a row lacks of the decision behind it. */
const decisionRefusal = (row: {
  readonly ground: Ground | undefined
  readonly authority: string | null
  readonly documentNo: string | null
  readonly period: ReturnType<typeof readPeriod>
}): PopulationRefusal | undefined => {
  const { from, to } = row.period
  const datesWrong = from === undefined || to === undefined || (to !== null && to < from)
  if (row.ground === undefined || row.authority === null || row.documentNo === null || datesWrong) return 'row.incomplete'
  return row.ground === 'suspended' && !/检察院|法院|procurat|court/i.test(row.authority) ? 'ground.authority' : undefined
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
  const groundText = readText(cells[at.ground])
  const ground = groundText === null ? undefined : GROUNDS.get(groundText.toLowerCase())
  const authority = readText(cells[at.authority])
  const documentNo = readText(cells[at.documentNo])
  const period = readPeriod(cells[at.from] ?? '', cells[at.to])
  const refusals: PopulationRefusal[] = []
  if (id.kind !== 'ok') refusals.push(`identity.${id.kind}`)
  if (name === '') refusals.push('name.missing')
  const lacking = decisionRefusal({ ground, authority, documentNo, period })
  if (lacking) refusals.push(lacking)
  return {
    refusals: refusals.length === 0 ? NONE : refusals,
    number: id.kind === 'ok' ? id.number : null,
    upgraded: id.kind === 'ok' && id.upgraded,
    name,
    ground: ground ?? null,
    authority,
    documentNo,
    fromDate: period.from ?? null,
    toDate: period.to ?? null,
  }
}
