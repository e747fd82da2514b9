/**
 * Reads the rows of one sheet into rows of people, in the columns of the table's first sheet, and accounts for every person: people in the
 * sheet = people read + people named as not read.
 */
import type { ColumnTable } from '@mingce/domain/standards'
import { isOneText } from './header.ts'
import { type Block, type Choices, type Layout, layoutFrom, type Row } from './layout.ts'
import { type Merge, mergeFiller } from './merges.ts'
import { countNumbers, mendText, numbersInText } from './numbers.ts'
import { nameOfCell, namesInCell, numberOfCell, peopleInCell } from './people-in-cell.ts'
import { captionOf, isTotal, isUnused, joinCaptions } from './rows.ts'

/** The columns of the rows that come out: those of the first sheet, and behind them one for each field that it does not name. */
export interface Target<F extends string> {
  readonly width: number
  readonly at: ReadonlyMap<F, number>
  readonly all: number
}

export type RowKind = 'people' | 'header' | 'empty' | 'total' | 'caption' | 'title'

export interface ReadRow {
  readonly kind: RowKind
  readonly people: readonly string[][]
  /** Numbers of people in the row that were not read. */
  readonly missed: number
  /** The row with its merged cells filled. */
  readonly row: string[]
  /** Of a header: is it another one than the sheet's first? */
  readonly isRepeated?: boolean
}

export interface SheetReader {
  /** Is the row one person, in the columns of the target as it is? Then it need not be read; asked once for each row, in their order. */
  isQuick(rowNo: number, row: string[]): boolean
  read(rowNo: number, row: string[]): ReadRow
}

export interface SheetInput<F extends string> {
  readonly table: ColumnTable<F>
  readonly layout: Layout<F>
  /** Of people above the header, if there are. */
  readonly above?: Layout<F> | undefined
  readonly headerRowNo: number
  readonly target: Target<F>
  /** Is this the sheet whose columns the target has? */
  readonly isFirst: boolean
  readonly merges: readonly Merge[]
  readonly choices: Choices<F>
}

/** The target of a table whose first sheet has this layout. */
export const targetOf = <F extends string>(layout: Layout<F>, table: ColumnTable<F>): Target<F> => {
  const width = layout.header.length
  const [block] = layout.blocks
  let next = width
  const at = new Map<F, number>()
  for (const { field } of table) {
    const own = layout.blocks.length === 1 && !block?.isOneCell ? block?.at.get(field) : undefined
    at.set(field, own ?? next++)
  }
  return { width, at, all: next }
}

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell === '' || cell.trim() === ''
const EMPTY: readonly string[][] = []

/** Of 15 to 18 characters that begin with a digit: nearly every number of a file, which needs no closer look. */
const isPlainNumber = (cell: string | undefined): boolean => {
  if (cell === undefined || cell.length < 15 || cell.length > 18) return false
  const first = cell.charCodeAt(0)
  return first >= 0x31 && first <= 0x39
}
const LONG = 15
/** A longer title says more than which building or group is below. */
const LONGEST_TITLE = 15
const LONGEST_REMARK = 2_000

interface Person {
  readonly name: string
  readonly number: string
}

/** The people of a block's cells: one, or as many as a cell names. */
const peopleOf = (name: string, number: string, isOneCell: boolean): readonly Person[] => {
  if (isOneCell) {
    const people = peopleInCell(number)
    if (people.length > 0) return people
    return [{ name: nameOfCell(number), number: '' }]
  }
  const { numbers } = numbersInText(mendText(number))
  if (numbers.length > 1) {
    const names = namesInCell(name)
    return numbers.map((one, i) => ({
      name: names.length === numbers.length ? (names[i] ?? '') : i === 0 ? name : '',
      number: one.number,
    }))
  }
  return [{ name: nameOfCell(name), number: numberOfCell(number) }]
}

const openSheet = <F extends string>(input: SheetInput<F>) => {
  const has = (name: string) => input.table.find(column => column.field === name)?.field
  return { nameField: has('name'), numberField: has('number'), remarkField: has('remark') }
}

const textsOf = (row: Row): string =>
  row
    .map(cell => cell.trim())
    .join('|')
    .replace(/\|+$/, '')

/** Does a header in the middle of a sheet name the same columns as the one before? */
const isSameLayout = <F extends string>(next: Layout<F>, before: Layout<F>): boolean =>
  next.blocks.length === before.blocks.length &&
  next.blocks.every((block, i) => [...block.at].every(([field, column]) => before.blocks[i]?.at.get(field) === column))

/** How rows of one layout are read. */
const openLayout = <F extends string>(layout: Layout<F>, input: SheetInput<F>, isOwn: boolean) => {
  const { nameField, numberField, remarkField } = openSheet(input)
  const { target } = input
  const at = (block: Block<F>, field: F | undefined): number => (field === undefined ? -1 : (block.at.get(field) ?? -1))
  const places = layout.blocks.map(block => ({ block, name: at(block, nameField), number: at(block, numberField) }))
  const nameColumns = places.map(({ name }) => name)
  const [first] = places
  const isPlain = isOwn && places.length === 1 && first !== undefined && !first.block.isOneCell
  const mapped = new Set(layout.blocks.flatMap(({ at: columns }) => [...columns.values()]))
  const unmapped = Array.from({ length: layout.header.length }, (_, column) => column).filter(column => !mapped.has(column))
  const headers = new Set(layout.headerRows.map(textsOf))
  const others = new Set([...mapped].filter(column => !places.some(({ name, number }) => column === name || column === number)))

  const isQuick = (row: string[]): boolean => {
    if (!isPlain || row.length > target.width) return false
    const name = row[first.name]
    if (isBlank(name) || !isPlainNumber(row[first.number])) return false
    for (const column of unmapped) if ((row[column]?.length ?? 0) >= LONG || layout.unnamed.includes(column)) return false
    return true
  }

  /** Numbers in cells that have no other meaning. */
  const countFound = (row: Row): number => {
    let found = 0
    row.forEach((cell, column) => {
      if (!others.has(column)) found += countNumbers(cell)
    })
    return found
  }

  /** Text of columns without a name, and of cells beyond the header: it may be a remark. */
  const besideOf = (row: Row): string[] => {
    const beyond = [...row.keys()].filter(column => column >= layout.header.length && !mapped.has(column))
    return [...layout.unnamed, ...beyond].map(column => row[column] ?? '').filter(text => !isBlank(text))
  }

  const set = (out: string[], field: F | undefined, value: string): void => {
    const to = field === undefined ? undefined : target.at.get(field)
    if (to !== undefined) out[to] = value
  }

  /** Puts text that has no column behind the remark. */
  const addBeside = (out: string[], row: Row, block: Block<F>): void => {
    const beside = besideOf(row)
    if (remarkField === undefined || beside.length === 0) return
    set(out, remarkField, [row[at(block, remarkField)] ?? '', ...beside].join('；').slice(0, LONGEST_REMARK))
  }

  /** The row's cells where the target has its columns, and an empty one for every other column. */
  const ownCells = (row: Row): string[] => {
    const out = isOwn ? row.slice(0, target.width) : []
    while (out.length < target.all) out.push('')
    return out
  }

  /** One person of a row, in the columns of the target. */
  const toRow = (row: Row, block: Block<F>, person: Person, captions: ReadonlyMap<F, string>): string[] => {
    const out = ownCells(row)
    for (const { field } of input.table) {
      const from = block.at.get(field)
      const value = from === undefined ? '' : (row[from] ?? '')
      set(out, field, isBlank(value) ? (captions.get(field) ?? value) : value)
    }
    set(out, nameField, person.name)
    set(out, numberField, person.number)
    addBeside(out, row, block)
    while (out.length > row.length && out.at(-1) === '') out.pop()
    return out
  }

  const readPeople = (row: Row, captions: ReadonlyMap<F, string>): string[][] =>
    places.flatMap(({ block, name, number }) => {
      const [nameCell, numberCell] = [row[name] ?? '', row[number] ?? '']
      if (isBlank(nameCell) && isBlank(numberCell)) return []
      return peopleOf(nameCell, numberCell, block.isOneCell).map(person => toRow(row, block, person, captions))
    })

  return {
    layout,
    isQuick,
    countFound,
    readPeople,
    nameColumns,
    isHeader: (row: Row): boolean => headers.has(textsOf(row)),
    isNameless: (row: Row): boolean => places.every(({ name, number }) => isBlank(row[name]) && isBlank(row[number])),
    toRow: (row: Row, captions: ReadonlyMap<F, string>): string[] => {
      const [block] = layout.blocks
      return block ? toRow(row, block, { name: '', number: '' }, captions) : []
    },
  }
}

type OpenLayout<F extends string> = ReturnType<typeof openLayout<F>>

/** Opens a reader of a sheet's rows, which come in their order. */
export const openSheetReader = <F extends string>(input: SheetInput<F>): SheetReader => {
  const filler = mergeFiller(input.merges)
  const captions = new Map<F, string>()
  const main = openLayout(input.layout, input, input.isFirst)
  const above = input.above && openLayout(input.above, input, false)
  let current: OpenLayout<F> | undefined = input.layout.headerIndex < 0 ? main : above
  const fields = new Set<string>(input.table.map(column => column.field))

  const say = (kind: RowKind, row: string[], missed = 0): ReadRow => ({ kind, people: EMPTY, missed, row })

  const setCaption = (row: Row, open: OpenLayout<F>): boolean => {
    const caption = captionOf(row, open.nameColumns)
    if (!caption) return false
    const column = input.table.find(one => one.field === caption.field)
    if (column && fields.has(column.field)) captions.set(column.field, joinCaptions(captions.get(column.field), caption.text))
    return true
  }

  /** A row above the header: it may be a caption of the rows below, such as 东郊社区 or 1号楼. */
  const readTitle = (row: string[], open: OpenLayout<F>): ReadRow => {
    captions.clear()
    const text = captionOf(row, [])?.text ?? ''
    const isCaption = text !== '' && text.length < LONGEST_TITLE && setCaption(row, open)
    return say(isCaption && captions.size > 0 ? 'caption' : 'title', row)
  }

  /** A header in the middle of a sheet: from it on the columns may be others. */
  const readHeader = (row: string[], open: OpenLayout<F>): ReadRow | undefined => {
    const repeated = { ...say('header', row), isRepeated: true }
    if (open.isHeader(row)) return repeated
    const next = isOneText(row) ? undefined : layoutFrom(row, input.table, input.choices)
    if (!next) return undefined
    if (!isSameLayout(next, open.layout)) current = openLayout(next, input, false)
    return repeated
  }

  /** A row with neither name nor number: an unused one of a form, or a person of whom both are missing. */
  const readNameless = (row: string[], open: OpenLayout<F>): ReadRow => {
    const own = row.filter((cell, column) => !isBlank(cell) && !filler.fromAbove.has(column))
    return own.every(cell => /^\d{1,6}$/.test(cell.trim()))
      ? say('empty', row)
      : { kind: 'people', people: [open.toRow(row, captions)], missed: 0, row }
  }

  /** A row without a number: a header, a total, a caption, or a person whose number is missing. */
  const readOther = (row: string[], open: OpenLayout<F>): ReadRow => {
    if (isUnused(row)) return say('empty', row)
    if (isTotal(row)) return say('total', row)
    const header = readHeader(row, open)
    if (header) return header
    if (setCaption(row, open)) return say('caption', row)
    if (open.isNameless(row)) return readNameless(row, open)
    return { kind: 'people', people: open.readPeople(row, captions), missed: 0, row }
  }

  const readSlowly = (row: string[], open: OpenLayout<F>): ReadRow => {
    const found = open.countFound(row)
    if (found === 0) return readOther(row, open)
    const people = open.readPeople(row, captions)
    const withNumber = people.filter(person => countNumbers(person[input.target.at.get('number' as F) ?? -1]) > 0).length
    return { kind: people.length > 0 ? 'people' : 'title', people, missed: Math.max(0, found - withNumber), row }
  }

  const hasMerges = input.merges.length > 0
  return {
    isQuick: (rowNo, row) => !hasMerges && rowNo !== input.headerRowNo && captions.size === 0 && current?.isQuick(row) === true,
    read(rowNo, raw) {
      const row = filler.fill(rowNo, raw)
      if (rowNo === input.headerRowNo) {
        current = main
        return say('header', row)
      }
      const open = current ?? main
      if (rowNo < input.headerRowNo && (!current || open.countFound(row) === 0)) return readTitle(row, open)
      if (row === raw && captions.size === 0 && open.isQuick(row)) return { kind: 'people', people: [row], missed: 0, row }
      return readSlowly(row, open)
    },
  }
}
