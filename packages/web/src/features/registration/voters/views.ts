/** What a reader chose to see: columns, and searches under a name. Kept in the browser, for the account. */
import type { Voter } from '../../../api/index.ts'

export const COLUMNS = [
  'sex',
  'birthDate',
  'maskedNumber',
  'community',
  'countyDistrict',
  'townshipDistrict',
  'voterGroup',
  'unit',
  'basis',
  'channel',
  'status',
  'registrationId',
] as const satisfies readonly (keyof Voter)[]
export type VoterColumn = (typeof COLUMNS)[number]

const USUAL: readonly VoterColumn[] = ['sex', 'birthDate', 'maskedNumber', 'community', 'countyDistrict', 'channel', 'status']

/** A search under a name: the address's query. */
export interface SavedView {
  readonly name: string
  readonly query: string
}

export interface Kept {
  readonly columns: readonly VoterColumn[]
  readonly views: readonly SavedView[]
}

const MOST_VIEWS = 20
const NOTHING: Kept = { columns: USUAL, views: [] }
const keyOf = (account: string): string => `mingce.voters.${account}`

const isColumn = (value: unknown): value is VoterColumn => COLUMNS.some(column => column === value)
const isView = (value: unknown): value is SavedView =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'query' in value &&
  typeof value.name === 'string' &&
  typeof value.query === 'string'

/** What was kept, as far as it can be read. */
export const parseKept = (text: string | null): Kept => {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    if (typeof kept !== 'object' || kept === null) return NOTHING
    const columns = 'columns' in kept && Array.isArray(kept.columns) ? kept.columns.filter(isColumn) : []
    const views = 'views' in kept && Array.isArray(kept.views) ? kept.views.filter(isView) : []
    return { columns: columns.length > 0 ? columns : USUAL, views: views.slice(0, MOST_VIEWS) }
  } catch {
    return NOTHING
  }
}

export const readKept = (account: string): Kept => parseKept(localStorage.getItem(keyOf(account)))

export const writeKept = (account: string, kept: Kept): void => {
  try {
    localStorage.setItem(keyOf(account), JSON.stringify(kept))
  } catch {
    // Private windows keep nothing.
  }
}

/** A view of that name replaces the earlier one. */
export const withView = (kept: Kept, view: SavedView): Kept => ({
  ...kept,
  views: [view, ...kept.views.filter(({ name }) => name !== view.name)].slice(0, MOST_VIEWS),
})
