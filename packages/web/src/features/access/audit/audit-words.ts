/** Names of audited actions that the console has words for, and the particulars of an audit row in short. */
import words from '../../../i18n/zh/access.json'

export type AuditWord = keyof (typeof words)['action']

/** `roll.published` → the key of its word, or null where there is none. */
export const auditWord = (action: string): AuditWord | null => {
  const key = action.replaceAll('.', '-')
  return Object.hasOwn(words.action, key) ? (key as AuditWord) : null
}

export type DetailWord = keyof (typeof words)['detail']
export const detailWord = (name: string): DetailWord | null => (Object.hasOwn(words.detail, name) ? (name as DetailWord) : null)

/** Name and value of each particular, nested ones by their path, at most twelve. */
export const detailPairs = (details: unknown, prefix = ''): [string, string][] => {
  if (typeof details !== 'object' || details === null) return []
  return Object.entries(details)
    .flatMap(([name, value]): [string, string][] =>
      value === null || value === undefined || value === ''
        ? []
        : typeof value === 'object' && !Array.isArray(value)
          ? detailPairs(value, `${prefix}${name}.`)
          : [
              [
                `${prefix}${name}`,
                Array.isArray(value)
                  ? value.map(part => (typeof part === 'object' ? JSON.stringify(part) : String(part))).join(', ')
                  : String(value),
              ],
            ],
    )
    .slice(0, 12)
}
