export { registerListRoutes } from './routes.ts'
export { type ListRow, type ListSource, rowsInPages, wholeList } from './service.source.ts'
export { countListsToConfirm, exportLimitFrom, openLists } from './service.ts'
