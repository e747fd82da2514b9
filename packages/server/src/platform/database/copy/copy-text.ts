/** Lines of COPY's text format (https://www.postgresql.org/docs/current/sql-copy.html, "Text Format"). */

const special = /[\\\t\n\r\0]/
const everySpecial = /[\\\t\n\r\0]/g
const escaped: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\uFFFD' }

/**
 * One column of a COPY line. Null becomes `\N`. NUL, which PostgreSQL cannot keep, becomes U+FFFD, so that one byte does not stop a file
 * of a million rows and the check of names still sees that a character was lost.
 */
export function copyText(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value !== 'string') return String(value)
  return special.test(value) ? value.replace(everySpecial, character => escaped[character] ?? character) : value
}

/** A whole line for `copyIn`, its end included. Bytes are written as `\\x…` by the caller; arrays and JSON as text. */
export function copyLine(values: readonly (string | number | boolean | null | undefined)[]): string {
  let line = ''
  for (let column = 0; column < values.length; column++) line += (column === 0 ? '' : '\t') + copyText(values[column])
  return `${line}\n`
}

const written: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** One column of a line that COPY TO wrote: what `copyText` undoes. */
export function readCopyText(text: string): string | null {
  if (!text.includes('\\')) return text
  return text === '\\N' ? null : text.replace(/\\(.)/g, (_, character: string) => written[character] ?? character)
}
