export { type AuditEntry, type WriteContext, type WriteOptions, type Written, write } from './write.ts'
