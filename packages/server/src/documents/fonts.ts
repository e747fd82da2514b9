/**
 * Which fonts print, and whether they can print a name. Noto Sans SC comes with the program and has 30,890 characters; GB 18030-2022 asks
 * for 87,887 hanzi, so names with rare characters need a second font: MINGCE_FONTS, Debian's fonts-hanazono, or what the machine has.
 * Noto Sans JP comes with the program too, for the best known of them: it has 𠮷, which no font of Google's for Chinese has.
 * A character without a glyph would be printed as an empty box, and a voter would stand on the list without a name: so it is asked first.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, dirname, extname, join } from 'node:path'
import { type Font, type FontCollection, create as openFont } from 'fontkit'

/** A font that may print: its family as Typst knows it, its file, and the code points it has glyphs for. */
export interface PrintFont {
  readonly family: string
  readonly file: string
  /** Given by the office in MINGCE_FONTS: only there do private-use characters mean what the office means. */
  readonly own: boolean
  has(codePoint: number): boolean
}

/** What a printer opens: names of families, the main one first, and their files. */
export interface FontsInUse {
  readonly families: readonly string[]
  readonly files: readonly string[]
}

/** The fonts of an installation, in the order in which they are asked. */
export interface Fonts {
  /** Code points of `text` that no font can print, each once, in order. */
  unprintable(text: string): number[]
  /** Families and files that printing texts asked so far takes: the main font, and each other that had to help. */
  inUse(): FontsInUse
}

const LAST = 0x10ffff
const bitmapOf = (codePoints: readonly number[]): Uint8Array => {
  const bits = new Uint8Array((LAST >> 3) + 1)
  for (const codePoint of codePoints) bits[codePoint >> 3] = (bits[codePoint >> 3] ?? 0) | (1 << (codePoint & 7))
  return bits
}

const isCollection = (font: Font | FontCollection): font is FontCollection => 'fonts' in font

/** Opens a font file (or each font of a collection); a file that is no font gives none. */
const openFonts = (file: string, own: boolean): PrintFont[] => {
  try {
    const opened = openFont(readFileSync(file))
    return (isCollection(opened) ? opened.fonts : [opened]).map(font => {
      const bits = bitmapOf(font.characterSet)
      return {
        family: font.familyName,
        file,
        own,
        has: codePoint => ((bits[codePoint >> 3] ?? 0) & (1 << (codePoint & 7))) !== 0,
      }
    })
  } catch {
    return []
  }
}

const isPrivate = (c: number): boolean => (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000
/** Chooses a form of the character before it and prints nothing itself. */
const isSelector = (c: number): boolean => (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef)

/**
 * Fonts in the order `main` (loaded now) and then `others`, a list that is only made, one by one, when a character needs it. A private-use
 * character is printed only by a font of the office's own, U+FFFD and control characters by none.
 */
export const fontsFrom = (main: readonly PrintFont[], others: Iterable<PrintFont>): Fonts => {
  const coming = others[Symbol.iterator]()
  const known: PrintFont[] = [...main]
  const used = new Set<PrintFont>(main)
  const verdicts = new Map<number, boolean>()
  const mayPrint = (font: PrintFont, c: number) => (font.own || !isPrivate(c)) && font.has(c)

  const judge = (c: number): boolean => {
    if (isSelector(c)) return true
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c === 0xfffd) return false
    const at = known.find(font => mayPrint(font, c))
    if (at) {
      used.add(at)
      return true
    }
    for (let next = coming.next(); !next.done; next = coming.next()) {
      known.push(next.value)
      if (mayPrint(next.value, c)) {
        used.add(next.value)
        return true
      }
    }
    return false
  }
  const printable = (c: number): boolean => {
    let verdict = verdicts.get(c)
    if (verdict === undefined) {
      verdict = judge(c)
      verdicts.set(c, verdict)
    }
    return verdict
  }

  return {
    unprintable(text) {
      let missing: Set<number> | undefined
      for (let i = 0; i < text.length; i++) {
        const c = text.codePointAt(i) ?? 0
        if (c > 0xffff) i++
        if (!printable(c)) {
          missing ??= new Set()
          missing.add(c)
        }
      }
      return missing ? [...missing] : []
    },
    inUse: () => ({
      families: [...new Set([...used].map(font => font.family))],
      files: [...new Set([...used].map(font => font.file))],
    }),
  }
}

/** Font files in and under a directory, in a fixed order; a file given by name is itself. */
const fontFilesIn = (place: string): string[] => {
  if (!existsSync(place)) return []
  if (statSync(place).isFile()) return [place]
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter(name => ['.ttf', '.otf', '.ttc', '.otc'].includes(extname(name).toLowerCase()))
    .sort()
    .map(name => join(place, name))
}

/** A Noto Sans that comes with the program, regular and bold. */
const notoSans = (script: 'SC' | 'JP'): PrintFont[] => {
  const at = dirname(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-${script.toLowerCase()}/package.json`))
  return [`400Regular/NotoSans${script}_400Regular.ttf`, `700Bold/NotoSans${script}_700Bold.ttf`].flatMap(file =>
    openFonts(join(at, file), false),
  )
}

/** Families that are made for rare hanzi or are general Chinese fonts; others of the machine are not tried, for looks. */
const chinese = /hana|cjk|plangothic|jigmo|babelstone|simsun|sursong|wqy|uming|ukai|unifont/i

function* others(own: string): Iterable<PrintFont> {
  for (const place of own.split(delimiter).filter(Boolean)) for (const file of fontFilesIn(place)) yield* openFonts(file, true)
  const places = ['/usr/share/fonts', '/usr/local/share/fonts', join(homedir(), '.local/share/fonts'), join(homedir(), '.fonts')]
  const files = places.flatMap(fontFilesIn).filter(file => chinese.test(file))
  const rare = files.filter(file => /hana/i.test(file))
  for (const file of rare) yield* openFonts(file, false)
  yield* notoSans('JP')
  for (const file of files) if (!rare.includes(file)) yield* openFonts(file, false)
}

/** The fonts of this installation. `own`: directories or files as in MINGCE_FONTS, separated as in PATH. Reads the main font: 60 ms. */
export const installedFonts = (own: string = process.env.MINGCE_FONTS ?? ''): Fonts => fontsFrom(notoSans('SC'), others(own))

/** A code point as the standards write it: U+20BB7. */
export const codePointName = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
