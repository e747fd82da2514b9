/**
 * Parts of a community (村民小组, 居民小组, 楼院) as units of a plan of districts: their codes, their neighbours, and lists of them as they are
 * pasted. What their names are in one spelling is said by `partKey` of the standards.
 */
import type { Border } from './graph.ts'

const SEPARATOR = '/'

/** Code of a part as a unit of a plan: 110105021201/1组. */
export const partCode = (community: string, part: string): string => `${community}${SEPARATOR}${part}`

/** The community and the part of a unit's code; `part` is null of a unit that is none. */
export const readPartCode = (code: string): { readonly community: string; readonly part: string | null } => {
  const at = code.indexOf(SEPARATOR)
  return at < 0 ? { community: code, part: null } : { community: code.slice(0, at), part: code.slice(at + 1) }
}

/** Name of a part as a unit: 东村村民委员会一组. */
export const partName = (community: string, part: string): string => (part.startsWith(community) ? part : `${community}${part}`)

/** A line of a pasted list of parts: name and people, divided by a tab, a comma or spaces. */
interface PartLine {
  readonly name: string
  /** Null: not given. */
  readonly population: number | null
}

/** Lines as pasted from a table or typed; empty ones are left out. A line whose last cell is no number is a name alone. */
export const readPartLines = (text: string): PartLine[] =>
  text.split(/\r?\n/).flatMap(line => {
    const cells = line
      .normalize('NFKC')
      .split(/[\t,;、\s]+/)
      .filter(cell => cell !== '')
    const [name, people] = cells
    if (name === undefined) return []
    const digits = (people ?? '').replace(/人$/, '')
    return [{ name, population: /^\d{1,8}$/.test(digits) ? Number(digits) : null }]
  })

/** A part with its people. */
export interface Part {
  readonly part: string
  readonly name: string
  readonly population: number
}

/**
 * Borders when `from` is replaced by `to`: parts of one community all neighbour each other, and each neighbours whatever the community did,
 * so that a district is contiguous as its communities are.
 */
export const replaceInBorders = (borders: readonly Border[], from: readonly string[], to: readonly string[]): Border[] => {
  const gone = new Set(from)
  const kept = borders.filter(([a, b]) => !gone.has(a) && !gone.has(b))
  const around = new Set(borders.flatMap(([a, b]) => (gone.has(a) === gone.has(b) ? [] : [gone.has(a) ? b : a])))
  const outer = to.flatMap(code => [...around].map((other): Border => [code, other]))
  const inner = to.flatMap((code, index) => to.slice(index + 1).map((other): Border => [code, other]))
  return [...kept, ...outer, ...inner]
}
