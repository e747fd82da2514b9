export { registerOwnListRoutes } from './routes.ts'
export { getMyList } from './service.ts'
