export { type AreaUseCases, registerAreaRoutes } from './routes.ts'
export { findAreas } from './service.ts'
