export { TIMETABLE_FAILURES, type TimetableFailure } from './errors.ts'
export { registerTimetableRoutes, type TimetableUseCases } from './routes.ts'
export { electionSteps, type ListPublishedOn, listDueOf, objectionDaysOf, openTimetable, type Timetable } from './service.ts'
