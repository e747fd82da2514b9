/** The published voter list: publishing it, its versions and roots, and the proof. */
import { lazy } from 'react'

export { Root } from './verify/root.tsx'
export const ObjectionsPage = lazy(() => import('./objection/objections-page.tsx'))
export const RollPage = lazy(() => import('./publish/roll-page.tsx'))
