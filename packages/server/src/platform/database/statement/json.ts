/** JSON for PostgreSQL. */

/** NUL and halves of characters beyond the BMP: damaged files have them, and PostgreSQL can keep neither. */
const LOST = /[\0\p{Cs}]/gu
const withoutLost = (_: string, value: unknown): unknown => (typeof value === 'string' ? value.replace(LOST, '\ufffd') : value)

/** A document as `jsonb` takes it: what PostgreSQL cannot keep becomes U+FFFD, so that one damaged cell does not stop a file. */
export const jsonOf = (document: unknown): string => {
  const text = JSON.stringify(document)
  return /\\u(?:0000|d[89a-f])/.test(text) ? JSON.stringify(document, withoutLost) : text
}
