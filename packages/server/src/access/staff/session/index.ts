export { registerSessionRoutes, type SessionUseCases } from './routes.ts'
export { RoleSchema } from './schema.ts'
export { type Auth, openAuth, PASSWORD_MIN, SESSION_SECONDS, USERNAME } from './service.auth.ts'
export { askInside, innerHeaders } from './service.inner-request.ts'
export { openSessions, type SessionSettings, type Sessions } from './service.ts'
export { countFailure, forgetFailures, isLocked, proofDigest, signInDigest } from './store.lockout.ts'
export {
  endSession,
  endSessions,
  findEntry,
  findFactors,
  findSessions,
  markFactors,
  type Standing,
  stampFactor,
} from './store.ts'
