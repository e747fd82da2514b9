export { type AuditEntry, type WriteContext, type Written, write, writeAsSystem } from './write.ts'
