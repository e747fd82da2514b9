/** Who has sent nothing yet. */
export { registerSenderRoutes, type SenderUseCases } from './routes.ts'
export { exportSenders, findSenders } from './service.ts'
export { recordSenders } from './store.ts'
