/** Several files at once. */
import { lazy } from 'react'

export const SeveralPage = lazy(() => import('./several-page.tsx'))
