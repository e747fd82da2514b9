export { type District, findDistricts } from './store.ts'
export * from './usecases.ts'
export { type AreaUseCases, registerAreaRoutes } from './routes.ts'
