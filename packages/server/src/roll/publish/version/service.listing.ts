/** Turns ordered rows into entries of a version: salts, leaves, roots of districts. Memory does not grow with the list. */
import { randomBytes } from 'node:crypto'
import type { Level } from '@mingce/domain/election'
import {
  changeOf,
  correctionMark,
  entryWriter,
  type GrowingTree,
  growTree,
  leafOf,
  markOf,
  type RollDistrict,
  type RollEntry,
} from '@mingce/domain/roll'
import type { CopyPage, Load, LoadColumns, Sql } from '../../../platform/database/index.ts'
import { sm3 } from '../../verify/index.ts'
import type { ChangedRow, ListedRow, Place } from '../store.ts'

const COLUMNS: LoadColumns = {
  county_code: 'text',
  election_id: 'text',
  version: 'integer',
  position: 'integer',
  level: 'text',
  district_code: 'text',
  voter_group: 'text',
  number: 'integer',
  change: 'text',
  registration_id: 'bigint',
  name: 'text',
  sex: 'text',
  mark: 'text',
  salt: 'bytea',
  leaf: 'bytea',
}

/** How a row changes the list, and its mark. */
export type EntryChange = Pick<RollEntry, 'change' | 'mark'>

/** The change and mark of a row of the first list. */
export const describeListed = (row: ListedRow): EntryChange => ({ change: 'listed', mark: markOf(row.alike, row.birth_year) })

/** The change and mark of a row of a supplement. The reason of a removal is not published (PIPL 25, 28). */
export const describeChanged = (row: ChangedRow): EntryChange => {
  const entryOf = (name: string | null, sex: string | null, group: string | null) =>
    name === null ? null : { name, sex: sex ?? '', group: group ?? '' }
  const before = entryOf(row.before_name, row.before_sex, row.before_group)
  const now = entryOf(row.now_name, row.now_sex, row.now_group)
  const change = changeOf(before, now)
  if (change === null) throw new Error('a row that changed nothing was selected as a change')
  if (before && now) return { change, mark: correctionMark(before, now) }
  return { change, mark: now ? markOf(row.alike, row.birth_year) : (row.before_mark ?? '') }
}

/** Builds the districts of a version while its entries are copied into the database. */
export interface Listing {
  /** Copies the rows of a level, page by page; `onPage` gets each page once it was sent. */
  add<Row extends ListedRow>(
    level: Level,
    places: readonly Place[],
    pages: AsyncIterable<readonly Row[]>,
    describe: (row: Row) => EntryChange,
    onPage: (rows: readonly Row[]) => void,
  ): Promise<void>
  /** Districts so far, in their order, each with its root; the caller adds the names. */
  districts(): Omit<RollDistrict, 'name'>[]
  readonly entries: number
}

const SALT_BYTES = 16
const nowhere: Place = { district: '', group: '' }

/** Starts the entries of a version. */
export const startListing = (tx: Sql, electionId: string, version: number): Listing => {
  const done: Omit<RollDistrict, 'name'>[] = []
  let open: { level: Level; code: string; tree: GrowingTree } | undefined
  let position = 0
  const lineOf = entryWriter(electionId, version)
  const close = () => {
    if (open) done.push({ level: open.level, code: open.code, entries: open.tree.size, root: open.tree.root() })
    open = undefined
  }
  const write = <Row extends ListedRow>(
    page: CopyPage,
    level: Level,
    places: readonly Place[],
    rows: readonly Row[],
    describe: (row: Row) => EntryChange,
  ): CopyPage => {
    const salts = randomBytes(SALT_BYTES * rows.length).toString('hex')
    let at = 0
    for (const row of rows) {
      const { district, group } = places[row.place] ?? nowhere
      if (open?.level !== level || open.code !== district) {
        close()
        open = { level, code: district, tree: growTree(sm3) }
      }
      position++
      const salt = salts.slice(at, at + 2 * SALT_BYTES)
      at += 2 * SALT_BYTES
      const { change, mark } = describe(row)
      const { number, name, sex } = row
      const leaf = leafOf(lineOf({ level, district, group, number, change, name, sex, mark, salt }), sm3)
      open.tree.add(leaf)
      page
        .row()
        .text(row.county_code)
        .text(electionId)
        .integer(version)
        .integer(position)
        .text(level)
        .text(district)
        .text(group)
        .integer(number)
        .text(change)
        .bigint(row.registration_id)
        .text(name)
        .text(sex || null)
        .text(mark || null)
        .hex(salt)
        .hex(leaf)
    }
    return page
  }

  return {
    async add(level, places, pages, describe, onPage) {
      // Opened with the first page: the query of the pages must start before the load, which takes the transaction for itself.
      let load: Load | undefined
      try {
        for await (const rows of pages) {
          load ??= tx.load('roll_entry', COLUMNS)
          await load.send(write(load.page(rows.length), level, places, rows, describe))
          onPage(rows)
        }
        await load?.finish()
      } catch (error) {
        await load?.cancel()
        throw error
      }
    },
    districts() {
      close()
      return done
    },
    get entries() {
      return position
    },
  }
}
