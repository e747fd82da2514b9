export { type AuditEntry, type WriteContext, type WriteOptions, type Written, write, writeAsSystem } from './write.ts'
