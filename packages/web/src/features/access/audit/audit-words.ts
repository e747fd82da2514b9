/** What an audit row says, in the reader's words: the action, its object, and its particulars. */
import words from '../../../i18n/zh/access.json'

export type AuditWord = keyof (typeof words)['action']

/** `roll.published` → the key of its word, or null where there is none. */
export const auditWord = (action: string): AuditWord | null => {
  const key = action.replaceAll('.', '-')
  return Object.hasOwn(words.action, key) ? (key as AuditWord) : null
}

export type DetailWord = keyof (typeof words)['detail']
export const detailWord = (name: string): DetailWord | null => (Object.hasOwn(words.detail, name) ? (name as DetailWord) : null)

export type SubjectWord = keyof (typeof words)['subject']

/** `import/33` → the key of its word and the number; an id of another form is said as it is. */
export const subjectWord = (subject: string, electionId: string): { word: SubjectWord; id: string } | null => {
  if (subject === electionId) return { word: 'election', id: '' }
  const own = subject.startsWith(`${electionId}/`) ? subject.slice(electionId.length + 1) : subject
  if (own !== subject && /^\d+$/.test(own)) return { word: 'list', id: own }
  const [kind = '', ...rest] = own.split('/')
  return rest.length > 0 && Object.hasOwn(words.subject, kind) ? { word: kind as SubjectWord, id: rest.join('/') } : null
}

const VALUES: Readonly<Record<string, string | Readonly<Record<string, string>>>> = words.value

/** The key of the word for a coded value: `channel`, `roster` → `channel.roster`; null: the value is said as it is. */
const valueKey = (name: string, value: unknown): string | null => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const coded = VALUES[name]
  return typeof coded === 'object' && typeof value === 'string' && Object.hasOwn(coded, value) ? `${name}.${value}` : null
}

export interface Particular {
  /** Its name with those of what it is part of: ['before', 'role']. */
  readonly path: readonly string[]
  /** Each value with the key of its word, if there is one. */
  readonly values: readonly { readonly key: string | null; readonly text: string }[]
}

const MOST = 12
/** Long lists of particulars end after this many values. */
const MOST_VALUES = 20

/** Name and value of each particular, nested ones by their path, at most twelve. */
export const particularsOf = (details: unknown, path: readonly string[] = []): Particular[] => {
  if (typeof details !== 'object' || details === null) return []
  return Object.entries(details)
    .flatMap(([name, value]): Particular[] => {
      if (value === null || value === undefined || value === '') return []
      const parts = Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value]
      if (!Array.isArray(value) && typeof value === 'object') return particularsOf(value, [...path, name])
      if (parts.some(part => typeof part === 'object' && part !== null))
        return parts.flatMap(part => particularsOf(part, [...path, name]))
      return [{ path: [...path, name], values: parts.map(part => ({ key: valueKey(name, part), text: String(part) })) }]
    })
    .slice(0, MOST)
}
