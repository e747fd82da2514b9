/**
 * Statements that run for every request: planned once per connection of a server and then called by name. Only for texts that are the same
 * each time; the embedded store takes them like all others.
 */
const names = new Map<string, string>()

/** Marks a statement's text as one to be prepared; returns the text. */
export const prepared = (text: string): string => {
  if (!names.has(text)) names.set(text, `mingce_${names.size + 1}`)
  return text
}

/** Name of a statement that was marked. */
export const preparedName = (text: string): string | undefined => names.get(text)
