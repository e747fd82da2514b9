/** Printing in threads, on all processors: laying out a poster takes a second, in which the server would answer nobody. */
import { openThreadPool } from '../platform/threads/index.ts'
import type { Announcement } from './announcement.ts'
import type { CertificateSheet } from './certificate.ts'
import type { EntrancePosters } from './entrance.ts'
import type { Fonts, FontsInUse } from './fonts.ts'
import type { HouseholdSheet } from './household.ts'
import type { Poster } from './poster.ts'
import type { SeatSheet } from './seats.ts'

/** What can be printed, by its kind. */
interface Sheets {
  readonly poster: Poster
  readonly certificate: CertificateSheet
  readonly announcement: Announcement
  readonly seats: SeatSheet
  readonly households: HouseholdSheet
  readonly entrances: EntrancePosters
}

export type PrintOrder = {
  [Kind in keyof Sheets]: { readonly kind: Kind; readonly fonts: FontsInUse; readonly sheet: Sheets[Kind] }
}[keyof Sheets]

export interface PrintedFile {
  readonly pages: number
  readonly pdf: Uint8Array
}

const PROGRAM = new URL(import.meta.url.replace(/print-threads\.(ts|js)$/, 'print-program.$1'))
const pool = openThreadPool<PrintOrder, PrintedFile[]>(PROGRAM)

/** So many prints are worked on at a time; more orders only take memory. */
export const PRINT_THREADS = pool.size

/** Prints a poster: one file, or several of a large district. `fonts` must have been asked for every text first. */
export const printPoster = (fonts: Fonts, sheet: Poster): Promise<PrintedFile[]> =>
  pool.ask({ kind: 'poster', fonts: fonts.inUse(), sheet })

/** Prints a sheet, which is one file. `fonts` must have been asked for every text first. */
export const printSheet = async <Kind extends Exclude<keyof Sheets, 'poster'>>(
  kind: Kind,
  fonts: Fonts,
  sheet: Sheets[Kind],
): Promise<PrintedFile> => {
  const [file] = await pool.ask({ kind, fonts: fonts.inUse(), sheet } as PrintOrder)
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
