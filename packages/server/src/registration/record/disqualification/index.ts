export { type DisqualificationUseCases, registerDisqualificationRoutes } from './routes.ts'
export { applyFeed } from './service.feed.ts'
export { listDisqualifications, lookUpDisqualification } from './service.ts'
