export { TIMETABLE_FAILURES, type TimetableFailure } from './errors.ts'
export { registerTimetableRoutes, type TimetableUseCases } from './routes.ts'
export { electionSteps, type ListPublishedOn, openTimetable, type Timetable } from './service.ts'
