export { type ChangeUseCases, registerChangeRoutes } from './routes.ts'
export { correctVoter } from './service.correct.ts'
export { askRemoval, confirmRemoval, findRemovalSection, waitingRemovals, withdrawRemoval } from './service.remove.ts'
export { findRegisteredPerson } from './service.subject.ts'
