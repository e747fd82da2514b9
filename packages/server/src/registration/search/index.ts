export { registerSearchRoutes, type SearchUseCases } from './routes.ts'
export { searchAll } from './service.ts'
