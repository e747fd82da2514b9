export { registerSessionRoutes, type SessionUseCases } from './routes.ts'
export { RoleSchema } from './schema.ts'
export { openSessions, type SessionSettings, type Sessions } from './service.ts'
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
