export { type AuditRow, recordAudit } from './audit.ts'
