/** Named parameters, for statements with many. Example: `sql.query(...named('… WHERE id = :id AND at < :until', { id, until }), shape)`. */
import { prepared, preparedName } from './prepared.ts'
import type { SqlValue } from './values.ts'

/**
 * What a colon may stand in without being a parameter: literals, quoted names, comments, dollar-quoted texts and casts; then a parameter.
 * Array slices (`[1:n]`) are not understood: write their bounds as casts or numbers.
 */
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|::|:([A-Za-z_]\w*)/g

interface Positional {
  readonly text: string
  readonly names: readonly string[]
}

/** Texts written in the program are few; those with numbered tables are ever new. */
const MOST_KEPT = 1000
const kept = new Map<string, Positional>()

const positional = (text: string): Positional => {
  const found = kept.get(text)
  if (found) return found
  const names: string[] = []
  const written = text.replace(TOKEN, (token, _, name: string | undefined) => {
    if (name === undefined) return token
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  if (preparedName(text) !== undefined) prepared(written)
  if (kept.size >= MOST_KEPT) kept.clear()
  const result = { text: written, names }
  kept.set(text, result)
  return result
}

/**
 * A statement and its values by position, from one whose parameters are written `:name`.
 * @throws Error when a parameter has no value, or a value no parameter
 */
export const named = (
  text: string,
  values: Readonly<Record<string, SqlValue>>,
): readonly [text: string, values: readonly SqlValue[]] => {
  const { text: written, names } = positional(text)
  const missing = names.find(name => values[name] === undefined)
  if (missing !== undefined) throw new Error(`the parameter :${missing} has no value`)
  const unused = Object.keys(values).find(name => !names.includes(name))
  if (unused !== undefined) throw new Error(`the statement has no parameter :${unused}`)
  return [written, names.map(name => values[name] ?? null)]
}
