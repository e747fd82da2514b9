export { areaModule } from './module.ts'
export { type AreaUseCases, registerAreaRoutes } from './routes.ts'
export { findAreas } from './service.ts'
