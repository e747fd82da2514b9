/** Searching the manual: every word of the query must be in a section's heading or text. */
import type { Manual, Section } from './section.ts'

export interface Hit {
  readonly manual: Manual
  readonly section: Section
  /** The text around the first word that was found in it. */
  readonly before: string
  readonly found: string
  readonly after: string
}

const AROUND = 40
const MOST = 50

/** Full and half width, upper and lower case are the same. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

const hitOf = (manual: Manual, section: Section, words: readonly string[]): Hit => {
  // Of the same length as the text in nearly all cases; where a character folds to several, the excerpt only begins elsewhere.
  const text = folded(section.text)
  const [at = 0, length = 0] =
    words.map(word => [text.indexOf(word), word.length] as const).find(([index]) => index >= 0) ?? ([0, 0] as const)
  const from = Math.max(0, at - AROUND)
  return {
    manual,
    section,
    before: (from > 0 ? '…' : '') + section.text.slice(from, at),
    found: section.text.slice(at, at + length),
    after: section.text.slice(at + length, at + length + 2 * AROUND),
  }
}

/** Sections with all words, those with a word in the heading and those in the reader's language first. At most 50. */
export const searchManual = (manuals: readonly Manual[], query: string, language: 'zh' | 'en'): readonly Hit[] => {
  const words = folded(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const ranked = manuals.flatMap(manual =>
    manual.sections.flatMap(section => {
      const heading = folded(section.heading)
      const text = folded(section.text)
      if (!words.every(word => heading.includes(word) || text.includes(word))) return []
      const rank = (section.language === language ? 0 : 2) + (words.some(word => heading.includes(word)) ? 0 : 1)
      return [{ rank, hit: hitOf(manual, section, words) }]
    }),
  )
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST)
    .map(({ hit }) => hit)
}
