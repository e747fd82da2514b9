/** People who work with the system: who they are, what their role may do where, and how a request knows it. */
export * from './actor.ts'
export { type Auth, type AuthOptions, openAuth, SESSION_SECONDS } from './auth.ts'
export type { Context } from './context.ts'
export { ACCESS_FAILURES, type AccessFailure } from './failures.ts'
export { type Access, contextOf, type Gate, holdGate } from './gate.ts'
export { registerSessionRoutes, type SessionUseCases } from './routes.ts'
export { openSessions, type Sessions } from './sessions.ts'
export { createStaff, findStaff, hasStaff, type Maker, type NewStaff, type StaffMember } from './staff.ts'
