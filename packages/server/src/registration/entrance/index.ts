export { type EntranceUseCases, registerEntranceRoutes } from './routes.ts'
export { printEntrances } from './service.ts'
