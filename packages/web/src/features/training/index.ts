/** Practice on a demo: a course whose tasks are graded. */
import { lazy } from 'react'

export { useCourse } from './use-course.ts'
export const PracticePage = lazy(() => import('./practice-page.tsx'))
