export { type AssignmentUseCases, registerAssignmentRoutes } from './routes.ts'
export { assignCases, countMine, findAssignees, officerOf } from './service.ts'
export { type Assigned, findAssigned } from './store.ts'
