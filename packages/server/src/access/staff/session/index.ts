export { registerSessionRoutes } from './routes.ts'
export { RoleSchema } from './schema.ts'
export { openSessions, type Sessions } from './service.ts'
export type { SessionSettings, SessionUseCases } from './service.use-cases.ts'
export {
  endSession,
  endSessions,
  findEntry,
  findFactors,
  findSessions,
  markFactors,
  type StaffSession,
  stampFactor,
} from './store.ts'
