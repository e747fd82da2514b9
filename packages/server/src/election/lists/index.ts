export { registerListRoutes } from './routes.ts'
export { type ListRow, type ListSource, rowsInPages, wholeList } from './service.source.ts'
export { exportLimitFrom, openLists } from './service.ts'
