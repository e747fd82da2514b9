/** What an office sees of one person. */
export { PersonRecord, RecordSections } from './person-record.tsx'
export { RevealNumber } from './reveal-number.tsx'
