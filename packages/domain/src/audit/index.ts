export { AUDIT_ACTIONS, type AuditAction } from './actions.ts'
export type { AuditDetail } from './details.ts'
export { actionText, particularsOf, roleText, subjectText } from './words.ts'
