/** Who elects a township's deputies: the committee's list, and people of whom it is not settled. */
import { lazy } from 'react'

export const ElectoratePage = lazy(() => import('./electorate-page.tsx'))
