export { type AreaUseCases, registerAreaRoutes } from './routes.ts'
export { type District, findDistricts } from './store.ts'
export { findAreas } from './usecases.areas.ts'
export * from './usecases.ts'
