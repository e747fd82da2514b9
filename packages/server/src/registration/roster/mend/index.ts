export { type MendUseCases, registerMendRoutes } from './routes.ts'
export { mendRow } from './service.ts'
