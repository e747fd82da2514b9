/** What is pasted into the forms of this folder. */

/** The object of a rule set's JSON; null where the text is none. The server says what is wrong with its values. */
export const parseRuleFile = (text: string): Record<string, unknown> | null => {
  try {
    const json: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null
  } catch {
    return null
  }
}

/** Lines of a code and a name, as one pastes them from a table: `460302 西沙区`. */
export const parseAreaLines = (text: string): { code: string; name: string }[] =>
  text.split('\n').flatMap(line => {
    const match = /^\s*(\d{4,12})[\s\p{P}]+(\S+)\s*$/u.exec(line)
    return match ? [{ code: match[1] ?? '', name: match[2] ?? '' }] : []
  })
