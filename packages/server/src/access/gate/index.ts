export {
  type Actor,
  authorise,
  type Forbidden,
  GRANTS,
  PERMISSIONS,
  type Permission,
  ROLES,
  type Role,
  visibleArea,
} from './actor.ts'
export type { Context } from './context.ts'
export { type Access, contextOf, type Gate, holdGate, type Owed } from './gate.ts'
export type { Module, ModuleContext } from './module.ts'
export { uuidOf } from './service.same-request.ts'
export { openTicket, sealTicket } from './tickets.ts'
export { type Voter, type VoterContext, voterContextOf } from './voter.ts'
