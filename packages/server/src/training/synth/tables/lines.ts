/**
 * Tables of people as other people's programs write them. Row numbers are those of the reader: the line of the file, the first being 1; where
 * a line has several people, the numbers go on from one to the next.
 */
import type { Cell, Line, LineSink, TableShape } from './shape.ts'
import { createTextSink } from './text.ts'
import { createWholeSink } from './whole.ts'
import { createWorkbookSink } from './workbook.ts'

export interface Table {
  /** Adds a person and returns the number of their row. */
  add(cells: readonly Cell[]): number
  /** People so far. */
  readonly rows: number
  close(): Promise<void>
}

export interface TableRequest {
  readonly path: string
  readonly shape: TableShape
  readonly title: string
  readonly header: readonly string[]
  /** After how many people a blank row, a caption or a subtotal follows. */
  readonly every: number
}

const ROLES = ['户主', '配偶', '成员1']
/** Columns of a household that each member has: name and number. */
const OWN = 2

const sinkOf = (path: string, shape: TableShape): LineSink => {
  if (shape.kind === 'csv' || shape.kind === 'txt') return createTextSink(path, shape)
  return shape.kind === 'xlsx' ? createWorkbookSink(path, shape) : createWholeSink(path, shape)
}

/** The cells of a line with these people. */
const lineOf = (arrangement: TableShape['arrangement'], people: readonly (readonly Cell[])[], width: number): Cell[] => {
  if (arrangement !== 'households') return people.flat()
  const [first = []] = people
  return [
    ...Array.from({ length: ROLES.length * OWN }, (_, i) => people[Math.floor(i / OWN)]?.[i % OWN] ?? ''),
    ...first.slice(OWN, width),
  ]
}

const headerOf = ({ shape, header }: TableRequest): string[] => {
  if (shape.arrangement === 'blocks') return [...header, ...header]
  if (shape.arrangement === 'rows') return [...header]
  return [...ROLES.flatMap(role => [`${role}姓名`, `${role}身份证号`]), ...header.slice(OWN)]
}

/** How many people a line may have. */
const MOST = { rows: 1, blocks: 2, households: ROLES.length } as const

/** May this person join the line? A household shares all columns but name and number. */
const joins = (arrangement: TableShape['arrangement'], line: readonly (readonly Cell[])[], cells: readonly Cell[]): boolean =>
  line.length > 0 &&
  line.length < MOST[arrangement] &&
  (arrangement === 'blocks' || cells.slice(OWN).every((cell, i) => cell === line[0]?.[i + OWN]))

/** The lines above the people. */
const writeHeader = (request: TableRequest, header: readonly string[], write: (line: Line) => void): void => {
  const { shape, title } = request
  const last = header.length - 1
  const isMerged = shape.kind === 'xlsx' || shape.kind === 'xls'
  for (let i = 0; i < shape.titles; i++) {
    const text = i > 0 && shape.kind === 'xlsx' ? '填表单位（盖章）：' : title
    write({ cells: header.map((_, at) => (at === 0 ? text : '')), ...(isMerged ? { merges: [[0, last]] } : {}) })
  }
  if (!shape.isGrouped) {
    write({ cells: header })
    return
  }
  const half = Math.floor(header.length / 2)
  const groups: Readonly<Record<number, string>> = { 0: '基本情况', [half]: '登记情况', [last]: header[last] ?? '' }
  write({
    cells: header.map((_, at) => groups[at] ?? ''),
    merges: [
      [0, half - 1],
      [half, last - 1],
    ],
    mergesDown: [last],
  })
  write({ cells: header.with(last, '') })
}

/** Opens a table for writing. */
export const createTable = (request: TableRequest): Table => {
  const { shape, every } = request
  const header = headerOf(request)
  const sink = sinkOf(request.path, shape)
  let [lines, rows, last, sinceSubtotal] = [0, 0, 0, 0]
  /** The line that people are added to, not written yet. */
  let open: (readonly Cell[])[] = []
  const write = (line: Line): void => {
    sink.write(line)
    lines++
  }
  const note = (text: string): void => write({ cells: header.map((_, at) => (at === 0 ? text : '')) })
  const closeLine = (): void => {
    if (open.length === 0) return
    const isHidden = shape.hiddenRows && rows % 7 === 3
    write({ cells: lineOf(shape.arrangement, open, request.header.length), ...(isHidden ? { isHidden } : {}) })
    open = []
  }
  const addSubtotal = (): void => {
    note(`小计：${sinceSubtotal}人`)
    sinceSubtotal = 0
  }
  const beginLine = (): void => {
    closeLine()
    const isDue = rows > 0 && rows % every === 0
    if (shape.subtotals && isDue) addSubtotal()
    if (shape.blankRows && isDue) note('')
    if (shape.captions && rows % every === 0) note(`${1 + Math.floor(rows / every)}号楼`)
  }
  writeHeader(request, header, write)
  return {
    get rows() {
      return rows
    },
    add(cells) {
      if (!joins(shape.arrangement, open, cells)) beginLine()
      open.push(cells)
      rows++
      sinceSubtotal++
      last = Math.max(last + 1, lines + 1)
      return last
    },
    async close() {
      closeLine()
      if (shape.subtotals && sinceSubtotal > 0) addSubtotal()
      if (shape.total) note(shape.kind === 'xlsx' ? '合计' : `合计：${rows}人`)
      await sink.close()
    },
  }
}
