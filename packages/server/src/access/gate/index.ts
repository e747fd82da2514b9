export type { Module, ModuleContext } from './module.ts'
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
} from './service.actor.ts'
export type { Context } from './service.context.ts'
export { uuidOf } from './service.same-request.ts'
export { openTicket, sealTicket } from './service.tickets.ts'
export { type Access, contextOf, type Gate, holdGate, type Owed } from './service.ts'
export { type Voter, type VoterContext, voterContextOf } from './service.voter.ts'
