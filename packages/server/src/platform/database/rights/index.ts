export { checkRights } from './check.ts'
export { type ApplicationRole, findApplicationRole, forgetApplicationRole, grantRights } from './grant.ts'
export { TABLE_RIGHTS } from './tables.ts'
