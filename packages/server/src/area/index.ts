export { AREA_FAILURES } from './errors.ts'
export { areaModule } from './module.ts'
export { type AreaUseCases, registerAreaRoutes } from './routes.ts'
export { addAreas, findAddedAreas, findAreas } from './service.ts'
