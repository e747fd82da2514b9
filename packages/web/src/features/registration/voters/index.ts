/** 名册: everyone registered in one's area. */
import { lazy } from 'react'

export const VotersPage = lazy(() => import('./voters-page.tsx'))
export const VoterPage = lazy(() => import('./voter-page.tsx'))
