export { type AuditEntry, type Effect, type WriteContext, type Written, write, writeAsSystem } from './write.ts'
