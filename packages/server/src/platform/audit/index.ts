export { type AuditRow, recordAudit } from './store.ts'
