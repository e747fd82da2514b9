/** Characters that no installed font can print: counted while a list is made, marked at their entries, and never a reason to stop the others. */
import { codePointName, type Fonts } from '../../../documents/index.ts'
import type { GlyphChoice } from '../../glyph/index.ts'

/** A character without a glyph, and how it will be printed. */
export interface UsedGlyph extends GlyphChoice {
  /** Entries and headings that have it. */
  readonly uses: number
  /** False: nobody chose, so it is left blank. */
  readonly chosen: boolean
}

/** What the mark of an entry says, so that the list and the poster say that a character is filled in by hand. */
const MARKS: Readonly<Record<GlyphChoice['handling'], string>> = { blank: '手写', picture: '图形' }

export interface UnprintableCollector {
  /** Counts the characters of a heading. */
  check(text: string): void
  /** Counts the characters of a name, and returns what its mark says of them; '' where a font has all. */
  markOf(name: string): string
  /** What has no glyph, with what was chosen; else `otherwise` has left it blank. */
  used(otherwise: string): UsedGlyph[]
}

export const collectUnprintable = (fonts: Fonts, choices: readonly GlyphChoice[]): UnprintableCollector => {
  const chosen = new Map(choices.map(choice => [choice.codePoint, choice]))
  const uses = new Map<number, number>()
  const count = (text: string): number[] => {
    const missing = fonts.unprintable(text)
    for (const codePoint of missing) uses.set(codePoint, (uses.get(codePoint) ?? 0) + 1)
    return missing
  }
  return {
    check(text) {
      count(text)
    },
    markOf(name) {
      const missing = count(name)
      return missing.map(c => `${MARKS[chosen.get(c)?.handling ?? 'blank']}${codePointName(c)}`).join('、')
    },
    used: otherwise =>
      [...uses]
        .sort(([a], [b]) => a - b)
        .map(([codePoint, count]) => {
          const choice = chosen.get(codePoint)
          return {
            ...(choice ?? { codePoint, handling: 'blank' as const, picture: null, decidedBy: otherwise }),
            uses: count,
            chosen: choice !== undefined,
          }
        }),
  }
}

/** For the audit row: each character with what is printed for it. */
export const glyphDetails = (glyphs: readonly UsedGlyph[]): { glyphs?: string[] } =>
  glyphs.length === 0 ? {} : { glyphs: glyphs.map(({ codePoint, handling }) => `${codePointName(codePoint)} ${handling}`) }
