/** The parts of a workbook besides its sheets: their names, which styles are dates, and the shared strings. */
import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { decoderOf } from './encoding.ts'
import { TableBroken, tableFaults } from './faults.ts'
import {
  LONGEST_CELL,
  LONGEST_TOKEN,
  MOST_DEPTH,
  MOST_SHEETS,
  MOST_SMALL_PART_BYTES,
  MOST_STRING_BYTES,
  MOST_STRINGS,
  MOST_STRINGS_BYTES,
} from './limits.ts'
import type { ZipParts } from './zip-parts.ts'

export interface XmlEvents {
  open(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

const localName = (name: string): string => {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

export interface XmlParser {
  write(text: string): void
  close(): void
}

/**
 * An XML parser that calls `events` with names without prefix. DTDs are not read, so entities cannot expand. The parser keeps the open
 * elements and the unfinished tag or text in memory, so both are limited.
 */
export const xmlParser = (events: XmlEvents): XmlParser => {
  const parser = new SaxesParser({ xmlns: false, position: false })
  let depth = 0
  let elements = 0
  let waiting = 0
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', tag => {
    elements += 1
    depth += 1
    if (depth > MOST_DEPTH) throw new TableBroken(tableFaults.damaged)
    events.open(localName(tag.name), tag.attributes)
  })
  if (events.text) parser.on('text', text => events.text?.(text))
  parser.on('closetag', tag => {
    elements += 1
    depth -= 1
    events.close?.(localName(tag.name))
  })
  return {
    write(text) {
      const before = elements
      parser.write(text)
      waiting = elements === before ? waiting + text.length : 0
      if (waiting > LONGEST_TOKEN) throw new TableBroken(tableFaults.damaged)
    },
    close() {
      parser.close()
    },
  }
}

/** The text of a part, piece by piece. */
export async function* textOf(stream: Readable): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = decoderOf('utf-8')
  for await (const piece of stream as AsyncIterable<Buffer>) yield { text: decoder.write(piece), bytes: piece.length }
  yield { text: decoder.end(), bytes: 0 }
}

const parsePart = async (zip: ZipParts, name: string, mostBytes: number, events: XmlEvents): Promise<void> => {
  const parser = xmlParser(events)
  for await (const { text } of textOf(await zip.open(name, mostBytes))) parser.write(text)
  parser.close()
}

export interface Sheet {
  readonly name: string
  readonly part: string
  readonly hidden: boolean
}

const resolvePart = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

/** Sheets in the workbook's order, and whether its dates count from 1904. */
export const readWorkbook = async (zip: ZipParts): Promise<{ sheets: Sheet[]; from1904: boolean }> => {
  const targets = new Map<string, string>()
  await parsePart(zip, 'xl/_rels/workbook.xml.rels', MOST_SMALL_PART_BYTES, {
    open: (name, a) => {
      if (name === 'Relationship' && a.Id !== undefined && a.Target !== undefined) targets.set(a.Id, resolvePart(a.Target))
    },
  })
  const sheets: Sheet[] = []
  let from1904 = false
  await parsePart(zip, 'xl/workbook.xml', MOST_SMALL_PART_BYTES, {
    open: (name, a) => {
      if (name === 'workbookPr') from1904 = a.date1904 === '1' || a.date1904 === 'true'
      if (name !== 'sheet') return
      const id = Object.entries(a).find(([key]) => localName(key) === 'id' && key !== 'id')?.[1]
      const part = targets.get(id ?? '')
      if (part === undefined || !zip.has(part)) return
      if (sheets.length === MOST_SHEETS) throw new TableBroken(tableFaults.unpacksTooLarge)
      sheets.push({ name: a.name ?? '', part, hidden: (a.state ?? 'visible') !== 'visible' })
    },
  })
  return { sheets, from1904 }
}

/** Excel's built-in number formats for dates and times, in all languages (ECMA-376 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
/** Excel's limit. */
const LONGEST_FORMAT = 255
const isDateFormat = (code: string): boolean =>
  /[ymdhs年月日]/i.test(
    code
      .slice(0, LONGEST_FORMAT)
      .replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
      .replace(/general/gi, ''),
  )

/** For each cell style, whether a number in it is a date. */
export const readDateStyles = async (zip: ZipParts): Promise<boolean[]> => {
  const styles: boolean[] = []
  if (!zip.has('xl/styles.xml')) return styles
  const own = new Map<number, boolean>()
  let inCellStyles = false
  await parsePart(zip, 'xl/styles.xml', MOST_SMALL_PART_BYTES, {
    open: (name, a) => {
      if (name === 'numFmt') own.set(Number(a.numFmtId), isDateFormat(a.formatCode ?? ''))
      else if (name === 'cellXfs') inCellStyles = true
      else if (name === 'xf' && inCellStyles) {
        const id = Number(a.numFmtId ?? 0)
        styles.push(own.get(id) ?? isBuiltInDate(id))
      }
    },
    close: name => {
      if (name === 'cellXfs') inCellStyles = false
    },
  })
  return styles
}

const ESCAPE = /_x([0-9A-Fa-f]{4})_/g

/** A string of a workbook, in which characters that XML does not have are escaped: _x000D_ (ECMA-376 22.9.2.19, ST_Xstring). */
export const unescapeText = (text: string): string =>
  text.includes('_x') ? text.replace(ESCAPE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text

/** Strings by index. */
export interface SharedStrings {
  get(index: number): string
}

/**
 * The shared strings, packed into one buffer: a sheet of a million rows has millions of them, and as strings on the heap they would take
 * several times the memory. A workbook's sheet has at most 1,048,576 rows.
 */
export const readSharedStrings = async (zip: ZipParts): Promise<SharedStrings> => {
  let bytes = Buffer.allocUnsafe(1 << 16)
  let ends = new Uint32Array(1 << 12)
  let used = 0
  let count = 0
  let current = ''
  let inText = false
  let inPhonetic = false
  const keep = (text: string): void => {
    const needed = text.length * 3
    if (used + needed > bytes.length) {
      if (used + needed > MOST_STRING_BYTES) throw new TableBroken(tableFaults.unpacksTooLarge)
      const larger = Buffer.allocUnsafe(Math.min(MOST_STRING_BYTES, Math.max(bytes.length * 2, used + needed)))
      bytes.copy(larger, 0, 0, used)
      bytes = larger
    }
    used += bytes.write(text, used, 'utf8')
    if (count === ends.length) {
      if (count === MOST_STRINGS) throw new TableBroken(tableFaults.unpacksTooLarge)
      const larger = new Uint32Array(ends.length * 2)
      larger.set(ends)
      ends = larger
    }
    ends[count++] = used
  }
  if (zip.has('xl/sharedStrings.xml'))
    await parsePart(zip, 'xl/sharedStrings.xml', MOST_STRINGS_BYTES, {
      open: name => {
        if (name === 'si') current = ''
        else if (name === 'rPh') inPhonetic = true
        else if (name === 't') inText = !inPhonetic
      },
      text: text => {
        if (!inText) return
        current += text
        if (current.length > LONGEST_CELL) throw new TableBroken(tableFaults.damaged)
      },
      close: name => {
        if (name === 't') inText = false
        else if (name === 'rPh') inPhonetic = false
        else if (name === 'si') keep(unescapeText(current))
      },
    })
  return {
    get: index =>
      Number.isInteger(index) && index >= 0 && index < count
        ? bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index])
        : '',
  }
}
