export { type AuditRow, recordAudit, recordAudits } from './store.ts'
