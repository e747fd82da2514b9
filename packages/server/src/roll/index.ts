export { ROLL_FAILURES, type RollFailure } from './failures.ts'
export { type RollUseCases, registerRollRoutes } from './routes.ts'
