/** Figures and exports across modules, read only. */
export { reportModule } from './module.ts'
export { type ReportUseCases, registerReportRoutes } from './routes.ts'
export { electionOverview, electionWork } from './service.ts'
