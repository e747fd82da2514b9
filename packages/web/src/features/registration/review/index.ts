/** The review queue. */
import { lazy } from 'react'

export const ReviewPage = lazy(() => import('./review-page.tsx'))
