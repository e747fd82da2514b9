export { type ListUseCases, registerListRoutes } from './routes.ts'
export { type ListRow, type ListSource, pagesOfItems } from './service.source.ts'
export { exportLimitFrom, openLists } from './service.ts'
