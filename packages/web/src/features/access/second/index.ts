/** Confirmations by the level above, where an office has one officer. */
import { lazy } from 'react'

export { SecondOfficer } from './second-officer.tsx'
export const GiveCodePage = lazy(() => import('./give-code-page.tsx'))
