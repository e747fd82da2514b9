/** The published voter list: publishing it, its versions and roots, and the proof. */
import { lazy } from 'react'

export { Root } from './root.tsx'
export const ObjectionsPage = lazy(() => import('./objections-page.tsx'))
export const RollPage = lazy(() => import('./roll-page.tsx'))
