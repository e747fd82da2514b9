/** Parts of communities (村民小组, 居民小组, 楼院), where a community is divided among districts. */
export { PARTS_FAILURES } from './errors.ts'
export { type PartsUseCases, registerPartsRoutes } from './routes.ts'
export { exportParts, importParts } from './service.table.ts'
export { findDividedCommunities, setParts } from './service.ts'
