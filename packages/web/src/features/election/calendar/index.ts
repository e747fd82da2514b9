/** The timetable of an election. */
import { lazy } from 'react'

export { dayDistance } from './deadline.ts'
export const TimetablePage = lazy(() => import('./timetable-page.tsx'))
