/** Who has sent nothing yet. */
import { lazy } from 'react'

export const SendersPage = lazy(() => import('./senders-page.tsx'))
