export { auditList } from './service.list.ts'
export { findAudit } from './service.ts'
