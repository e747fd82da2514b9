/** Several files imported together. */
export { type BatchUseCases, registerBatchRoutes } from './routes.ts'
export { openTemplate } from './service.template.ts'
export { openBatches } from './service.ts'
export { deleteUnstarted } from './store.ts'
