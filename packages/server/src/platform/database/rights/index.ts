export { checkRights } from './check.ts'
export { findApplicationRole, forgetApplicationRole, grantRights, isConnectedAs } from './grant.ts'
export { TABLE_RIGHTS } from './tables.ts'
