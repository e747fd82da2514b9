/** Printing in threads, on all processors: laying out a poster takes a second, in which the server would answer nobody. */
import { openThreadPool } from '../platform/threads/index.ts'
import type { Fonts, FontsInUse } from './fonts.ts'
import type { Poster } from './poster.ts'

export type PrintOrder =
  | { readonly kind: 'poster'; readonly fonts: FontsInUse; readonly poster: Poster }
  | {
      readonly kind: 'sheet'
      readonly fonts: FontsInUse
      readonly template: string
      readonly data: Readonly<Record<string, unknown>>
    }

export interface PrintedFile {
  readonly pages: number
  readonly pdf: Uint8Array
}

const PROGRAM = new URL(import.meta.url.replace(/print-threads\.(ts|js)$/, 'print-program.$1'))
const pool = openThreadPool<PrintOrder, PrintedFile[]>(PROGRAM)

/** So many prints are worked on at a time; more orders only take memory. */
export const PRINT_THREADS = pool.size

/** Prints a poster: one file, or several of a large district. `fonts` must have been asked for every text first. */
export const printPoster = (fonts: Fonts, poster: Poster): Promise<PrintedFile[]> =>
  pool.ask({ kind: 'poster', fonts: fonts.inUse(), poster })

/** Prints a sheet from its template and data. Characters that no font has must have been replaced (`printable`). */
export const printSheet = async (
  fonts: Fonts,
  template: string,
  data: Readonly<Record<string, unknown>>,
): Promise<PrintedFile> => {
  const [file] = await pool.ask({ kind: 'sheet', fonts: fonts.inUse(), template, data })
  if (!file) throw new Error('a sheet is one file')
  return file
}

/** A text with a box for each character that no font has; asks `fonts` for the others. */
export const printable = (fonts: Fonts, text: string): string => {
  const missing = new Set(fonts.unprintable(text))
  if (missing.size === 0) return text
  const shown = [...text].map(character => (missing.has(character.codePointAt(0) ?? 0) ? '□' : character)).join('')
  fonts.unprintable(shown)
  return shown
}
