export { registerPracticeRoutes } from './routes.ts'
export { openPractice } from './service.ts'
