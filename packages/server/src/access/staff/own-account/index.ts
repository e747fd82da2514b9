export { registerOwnAccountRoutes } from './routes.ts'
export { openOwnAccount } from './service.ts'
export type { OwnAccountUseCases } from './service.use-cases.ts'
