/** Notices: reminders to people, and what became of each message. */
import { lazy } from 'react'

export const NoticesPage = lazy(() => import('./notices-page.tsx'))
