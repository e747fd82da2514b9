export { type AreaUseCases, registerAreaRoutes } from './routes.ts'
export { type District, findDistricts } from './store.ts'
export * from './usecases.ts'
export { findAreas } from './usecases.areas.ts'
