/** Names of file columns that the console has words for. */
import words from '../../i18n/zh/registration.json'

export type FieldName = keyof (typeof words)['field']
export const fieldName = (field: string): FieldName | null => (Object.hasOwn(words.field, field) ? (field as FieldName) : null)

export type EvidenceName = keyof (typeof words)['evidence']
export const evidenceName = (name: string): EvidenceName | null =>
  Object.hasOwn(words.evidence, name) ? (name as EvidenceName) : null
