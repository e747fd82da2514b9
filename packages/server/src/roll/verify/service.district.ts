/**
 * One district's two files against its root. The lines in proofs/ are what was hashed, the table in lists/ is what people read; whichever
 * still gives the root is taken as published, and the other is compared with it line by line.
 */
import {
  type Difference,
  differences,
  entryText,
  growTree,
  type Line,
  leafOf,
  parseEntryText,
  type RollEntry,
} from '@mingce/domain/roll'
import { parseCsv, unguardCell } from '../../platform/files/index.ts'
import { type FaultCode, faultsIn, type Place, type RollFault } from './errors.ts'
import { entryOfCells, LIST_HEADER, listCells, listCsv } from './schema.layout.ts'
import { sm3 } from './service.hash.ts'

/** A line as found: its text for comparing, how it is shown, the entry it says if it says one, and what it is recognised by. */
interface Found extends Line {
  readonly raw: string
  readonly entry: RollEntry | undefined
}

const keysOf = (group: string, number: string | number, salt: string, name: string): string[] => [
  JSON.stringify([group, String(number)]),
  salt,
  name,
]
const keysOfEntry = (entry: RollEntry | undefined): string[] =>
  entry ? keysOf(entry.group, entry.number, entry.salt, entry.name) : []
const keysOfCells = (cells: readonly string[]): string[] => keysOf(cells[2] ?? '', cells[0] ?? '', cells[9] ?? '', cells[3] ?? '')

const rootOfLines = (lines: readonly string[]): string => {
  const tree = growTree(sm3)
  for (const line of lines) tree.add(leafOf(line, sm3))
  return tree.root()
}

/** Rows of a table with its header taken off; undefined when the header is another one. */
const rowsOf = (csv: string): { header: boolean; rows: string[][] } => {
  const text = csv.replaceAll('\r\n', '\n')
  const parsed = parseCsv(text)
  // Where a quotation mark never closes, lines are split as they are, so that the others are still compared.
  const rows = parsed.broken
    ? text
        .replace(/^\ufeff/, '')
        .split('\n')
        .filter(Boolean)
        .map(line => line.split(',').map(unguardCell))
    : parsed.rows
  const header = rows[0]?.join('\n') === LIST_HEADER.join('\n')
  return { header, rows: header ? rows.slice(1) : rows }
}

const cellsText = (cells: readonly string[]): string => cells.join('\u001f')

/** Each difference of one file from what was published, in words. */
const told = (
  place: Place,
  file: string,
  published: readonly Found[],
  found: readonly Found[],
  all: readonly Difference[],
): RollFault[] => {
  const say = faultsIn(place, file)
  const none: RollEntry = {
    level: 'county',
    district: '',
    group: '',
    number: 0,
    change: 'listed',
    name: '',
    sex: '',
    mark: '',
    salt: '',
  }
  const was = (i: number): RollEntry => published[i]?.entry ?? none
  return all.map(difference => {
    if (difference.code === 'added')
      return say.added(found[difference.is]?.entry, found[difference.is]?.raw ?? '', difference.copy)
    const entry = was(difference.was)
    if (difference.code === 'dropped')
      return say.dropped(entry, published[difference.was - 1]?.entry, published[difference.was + 1]?.entry)
    if (difference.code === 'reordered') return say.reordered(entry, difference.was + 1, difference.is + 1)
    return say.changed(entry, found[difference.is]?.entry, found[difference.is]?.raw ?? '')
  })
}

export interface DistrictFiles {
  readonly list: { readonly file: string; readonly text: string | undefined }
  readonly proof: { readonly file: string; readonly text: string | undefined }
}

/** What one district's files are found to be. `root` is what they give; `entries` how many rows its table has. */
export interface DistrictFound {
  readonly root: string
  readonly entries: number
  readonly faults: readonly RollFault[]
}

const linesOfTable = (electionId: string, version: number, csv: string): { header: boolean; rows: Found[]; lines: string[] } => {
  const { header, rows } = rowsOf(csv)
  const found = rows.map(
    (cells): Found => ({
      text: cellsText(cells),
      raw: cells.join(','),
      entry: entryOfCells(cells)?.entry,
      keys: keysOfCells(cells),
    }),
  )
  return { header, rows: found, lines: found.map(({ entry, raw }) => (entry ? entryText(electionId, version, entry) : raw)) }
}

/** The lines in proofs/ as read: their root, and the table as it must read if they are right. */
const readProof = (place: Place, text: string | undefined) => {
  const lines = text === undefined ? [] : text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined)
  const leaves = lines.map(line => leafOf(line, sm3))
  const tree = growTree(sm3)
  for (const leaf of leaves) tree.add(leaf)
  const entries = lines.map(parseEntryText)
  const cells = entries.map((entry, i) => (entry ? listCells(entry, place.name, leaves[i] ?? '') : []))
  const foundOf = (i: number, text: string, raw: string): Found => ({
    text,
    raw,
    entry: entries[i],
    keys: keysOfEntry(entries[i]),
  })
  return {
    root: tree.root(),
    cells,
    lines: lines.map((line, i) => foundOf(i, line, line)),
    table: cells.map((row, i) => foundOf(i, cellsText(row), row.join(','))),
  }
}

type Table = ReturnType<typeof linesOfTable>

/** The lines give the root: the table is compared with what they say. */
const compareTable = (place: Place, file: string, published: readonly Found[], table: Table): RollFault[] => {
  const header = table.header ? [] : [faultsIn(place, file).fault('changed', undefined, '表头被改动', 'the header was changed')]
  return [...header, ...told(place, file, published, table.rows, differences(published, table.rows))]
}

/** Neither file gives the root. Where they disagree, or a row does not carry its own digest, a line can still be named. */
const compareBoth = (
  place: Place,
  file: string,
  wrongRoot: RollFault,
  proved: readonly Found[] | undefined,
  listed: readonly Found[],
  table: Table,
): RollFault[] => {
  const faults = [wrongRoot, ...(proved ? told(place, file, proved, listed, differences(proved, listed)) : [])]
  const named = new Set(faults.map(fault => `${fault.number} ${fault.name}`))
  const altered = alteredDigests(place, file, table.rows, table.lines)
  return [...faults, ...altered.filter(fault => !named.has(`${fault.number} ${fault.name}`))]
}

/** Compares the files of a district with the root that the version has for it, and with each other. */
export const verifyDistrict = (
  of: { readonly electionId: string; readonly version: number },
  place: Place,
  expected: { readonly root: string; readonly entries: number },
  { list, proof }: DistrictFiles,
): DistrictFound => {
  const faults = [list, proof]
    .filter(({ text }) => text === undefined)
    .map(({ file }) => faultsIn(place, file).fault('missing-file', undefined, '文件缺失', 'the file is missing'))
  const proved = readProof(place, proof.text)
  const isProved = proof.text !== undefined && proved.root === expected.root

  if (list.text === undefined) {
    if (proof.text !== undefined && !isProved)
      faults.push(rootFault(place, proof.file, expected, proved.root, proved.lines.length))
    return { root: proved.root, entries: 0, faults }
  }
  if (isProved && list.text === listCsv(proved.cells)) return { root: proved.root, entries: proved.lines.length, faults }

  const table = linesOfTable(of.electionId, of.version, list.text)
  const entries = table.rows.length
  if (isProved) {
    faults.push(...compareTable(place, list.file, proved.table, table))
    return { root: proved.root, entries, faults }
  }

  const tableRoot = rootOfLines(table.lines)
  const listed: Found[] = table.rows.map((row, i) => ({ ...row, text: table.lines[i] ?? '' }))
  const provedLines = proof.text === undefined ? undefined : proved.lines
  if (tableRoot === expected.root) {
    // The table is as published; its own digests and the lines in proofs/ are not.
    if (provedLines) faults.push(...told(place, proof.file, listed, provedLines, differences(listed, provedLines)))
    faults.push(...alteredDigests(place, list.file, table.rows, table.lines))
    return { root: tableRoot, entries, faults }
  }
  const wrongRoot = rootFault(place, list.file, expected, tableRoot, entries)
  faults.push(...compareBoth(place, list.file, wrongRoot, provedLines, listed, table))
  return { root: tableRoot, entries, faults }
}

const rootFault = (
  place: Place,
  file: string,
  expected: { root: string; entries: number },
  root: string,
  entries: number,
): RollFault => {
  const counts =
    entries === expected.entries
      ? { zh: '', en: '' }
      : {
          zh: `，应有${expected.entries}条，现有${entries}条`,
          en: `; ${expected.entries} entries were published, ${entries} are here`,
        }
  const code: FaultCode = 'root'
  return faultsIn(place, file).fault(
    code,
    undefined,
    `本选区的名单不是公布的那一份：校验值应为${expected.root.slice(0, 16)}…，现为${root.slice(0, 16)}…${counts.zh}`,
    `the list of this electoral district is not the published one: checksum ${expected.root.slice(0, 16)}… expected, ${root.slice(0, 16)}… found${counts.en}`,
  )
}

/** Rows whose digest is not that of what the row says. */
const alteredDigests = (place: Place, file: string, rows: readonly Found[], lines: readonly string[]): RollFault[] =>
  rows.flatMap(({ text, raw, entry }, i) => {
    const leaf = text.split('\u001f').at(-1)
    if (leaf === leafOf(lines[i] ?? '', sm3)) return []
    return [
      faultsIn(place, file).fault(
        'changed',
        entry,
        `第${i + 1}行“${entry?.name ?? raw}”与自己的校验值不符`,
        `line ${i + 1} “${entry?.name ?? raw}” does not match its own checksum`,
      ),
    ]
  })
