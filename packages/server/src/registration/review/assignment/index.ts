export { type AssignmentUseCases, registerAssignmentRoutes } from './routes.ts'
export { assignCases, countMine, findAssignees, officerOf } from './service.ts'
export { findAssigned } from './store.ts'
