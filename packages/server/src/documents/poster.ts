/** The poster of one electoral district: from its entries to the sheets on the wall (EL 28, 29). */
import type { Fonts } from './fonts.ts'
import { POSTER_TEMPLATE } from './poster-template.ts'
import { createPrinter, type Printed, type Printer } from './typst.ts'

/** A name on the poster. `sex` as printed (男, 女 or ''), `mark` what tells people of one name apart. */
export interface PosterPerson {
  /** As printed; with several groups it says of which: '2-15'. */
  readonly number: string
  readonly name: string
  readonly sex: string
  readonly mark: string
}

/** A voter group, or a kind of change within it. An empty title prints no heading. */
export interface PosterSection {
  readonly title: string
  /** Under the heading: where this group votes, how its numbers begin. */
  readonly note: string
  readonly people: readonly PosterPerson[]
}

/** A character that no font prints: a picture of it, or without one a box to be filled by hand. */
export interface PosterGlyph {
  readonly picture?: Uint8Array | undefined
}

export interface Poster {
  /** Characters that are printed in another way. */
  readonly glyphs?: ReadonlyMap<string, PosterGlyph> | undefined
  readonly title: string
  readonly electionName: string
  readonly levelName: string
  readonly districtName: string
  readonly committee: string
  /** Dates 'YYYY-MM-DD'. */
  readonly publishedOn: string
  readonly version: number
  /** The day, the hours and the place of voting, a line each. */
  readonly voting: readonly string[]
  /** Paragraphs under the head: what this is and how to object. */
  readonly notice: readonly string[]
  /** Root of the version, hex. */
  readonly root: string
  /** Short code of the checkpoint of the audit log that covers the publication; absent where there is none. */
  readonly logCode?: string | undefined
  readonly sections: readonly PosterSection[]
  /** For practice: a word across every sheet says that it is. */
  readonly training?: boolean
}

export type Paper = 'A3' | 'A4'

/** Lengths in mm, type relative to A3. `columns` names stand side by side. */
const PAPERS = {
  A3: { width: 297, height: 420, scale: 1, columns: 6 },
  A4: { width: 210, height: 297, scale: 0.8, columns: 5 },
} as const

/** So many names go into one document: Typst's memory grows with its pages, and 20 sheets are what one binds. */
const NAMES_PER_DOCUMENT = 4_000

/** Width in em of text as the poster's font sets it: hanzi and full-width signs are square, Latin is a little over half of that. */
const widthOf = (text: string): number => {
  let width = 0
  for (const character of text) width += (character.codePointAt(0) ?? 0) < 0x2000 && character !== '·' ? 0.6 : 1
  return width
}

const TWO_HANZI = /^\p{Script=Han}{2}$/u

/** 2026年11月30日 */
export const chineseDate = (date: string): string => {
  const [year, month, day] = date.split('-')
  return `${Number(year)}年${Number(month)}月${Number(day)}日`
}

/** Part of a name: text, or what stands for a character without a glyph: '' for a box, else the picture's file. */
type Part = string | { readonly glyph: string }

/** A name as the template takes it: number, name (in two parts where it is spread), sex, mark, cells it needs, mark under the sex? */
type Cell = readonly [
  number: string,
  name: readonly Part[],
  sex: string,
  mark: string,
  span: number,
  stacked: boolean,
  spread: boolean,
]

const fileOf = (character: string): string => `glyph-${character.codePointAt(0)?.toString(16)}.png`

type Glyphs = ReadonlyMap<string, PosterGlyph>

/** Cuts a name where it has characters without a glyph; neighbours that are text stay together unless the name is spread. */
const partsOf = (name: string, spread: boolean, glyphs: Glyphs): Part[] => {
  const parts: Part[] = []
  for (const character of name) {
    const glyph = glyphs.get(character)
    const last = parts.at(-1)
    if (glyph) parts.push({ glyph: glyph.picture ? fileOf(character) : '' })
    else if (typeof last === 'string' && !spread) parts[parts.length - 1] = last + character
    else parts.push(character)
  }
  return parts
}

const cellOf = (person: PosterPerson, cellWidth: number, numberWidth: number, columns: number, glyphs: Glyphs): Cell => {
  const spread = TWO_HANZI.test(person.name)
  // The same sizes as in the template: 16 pt names, 8.5 pt beside them, 7 pt below that, and the gaps.
  const stacked = person.mark !== '' && widthOf(person.mark) <= 5
  const small = stacked
    ? Math.max(8.5 * widthOf(person.sex), 7 * widthOf(person.mark))
    : 8.5 * (widthOf(person.sex) + (person.mark ? 0.4 + widthOf(person.mark) : 0))
  const width = numberWidth + 6 + 16 * (spread ? 3 : widthOf(person.name)) + 3.5 + small
  const span = Math.min(columns, Math.max(1, Math.ceil((width + 4) / cellWidth)))
  return [person.number, partsOf(person.name, spread, glyphs), person.sex, person.mark, span, stacked, spread]
}

/** Rows are filled from the left; where a long name does not fit into what is left of a row, the name before it takes the rest. */
const placed = (cells: readonly Cell[], columns: number): Cell[] => {
  const filled: Cell[] = []
  let room = columns
  for (const cell of cells) {
    const before = filled.at(-1)
    if (cell[4] > room && before) {
      const [number, name, sex, mark, span, stacked, spread] = before
      filled[filled.length - 1] = [number, name, sex, mark, span + room, stacked, spread]
      room = columns
    }
    filled.push(cell)
    room = room === cell[4] ? columns : room - cell[4]
  }
  return filled
}

/** Cuts the sections into documents of at most `limit` names; a section that is cut goes on under the same heading. */
export const cut = (sections: readonly PosterSection[], limit: number): PosterSection[][] => {
  const documents: PosterSection[][] = [[]]
  let room = limit
  for (const section of sections) {
    for (let from = 0; from < section.people.length; ) {
      if (room === 0) {
        documents.push([])
        room = limit
      }
      const people = section.people.slice(from, from + room)
      documents.at(-1)?.push({ title: from === 0 ? section.title : `${section.title}（续）`, note: section.note, people })
      from += people.length
      room -= people.length
    }
  }
  return documents
}

export interface PosterPrinter {
  /** One document, or several for a very large district, one after the other so that only one is in memory. */
  print(poster: Poster, paper?: Paper): Generator<Printed>
}

/**
 * A printer of posters. `fonts` must have been asked for every text first (`unprintable`): what it then names in use is what prints.
 * About 10,000 names a second; a server prints in threads (print-threads.ts).
 */
export const createPosterPrinter = (fonts: Pick<Fonts, 'inUse'>, printer?: Printer): PosterPrinter => {
  const { families, files } = fonts.inUse()
  const typst = printer ?? createPrinter(files)
  return {
    *print(poster, paper = 'A3') {
      const { width, height, scale, columns } = PAPERS[paper]
      const cellWidth = ((width - 36 * scale) / columns / scale) * (72 / 25.4)
      const longest = Math.max(
        0,
        ...poster.sections.map(section => section.people.reduce((max, { number }) => Math.max(max, number.length), 0)),
      )
      const numberWidth = Math.max(17, 5.4 * longest)
      const total = poster.sections.reduce((sum, { people }) => sum + people.length, 0)
      const documents = cut(poster.sections, NAMES_PER_DOCUMENT)
      const { glyphs = new Map(), ...printed } = poster
      const pictures = new Map<string, Uint8Array>()
      for (const [character, { picture }] of glyphs) if (picture) pictures.set(fileOf(character), picture)
      for (const [part, sections] of documents.entries()) {
        const data = {
          ...printed,
          training: poster.training === true,
          families,
          width,
          height,
          scale,
          columns,
          numberWidth,
          logCode: poster.logCode ?? '',
          spelled: poster.root.replace(/(.{4})(?=.)/g, '$1 '),
          publishedOn: chineseDate(poster.publishedOn),
          dateLine: chineseDate(poster.publishedOn),
          countLine: `共${total}人`,
          partLabel: documents.length > 1 ? `（第${part + 1}册，共${documents.length}册）` : '',
          last: part === documents.length - 1,
          sections: sections.map(({ title, note, people }) => ({
            title,
            count: `${people.length}人`,
            note,
            people: placed(
              people.map(person => cellOf(person, cellWidth, numberWidth, columns, glyphs)),
              columns,
            ),
          })),
        }
        yield typst.print(POSTER_TEMPLATE, data, pictures)
      }
    },
  }
}

/** Whether these bytes are a PNG that prints. */
export const isPicture = (bytes: Uint8Array): boolean => {
  if (![0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte)) return false
  try {
    createPrinter([]).print('#image("glyph.png", height: 1em)', {}, new Map([['glyph.png', bytes]]))
    return true
  } catch {
    return false
  }
}
