/** Help: frequent questions, training videos, tours of the main screens, and the mark of a training election. */
import { lazy } from 'react'

export { HelpMenu } from './help-menu.tsx'
export { ManualPage, PageGuide } from './manual/index.ts'
export { PageTour, TourOffer } from './page-tour.tsx'
export { TrainingMark } from './training-mark.tsx'
export { useTour } from './use-tour.ts'
export const HelpPage = lazy(() => import('./help-page.tsx'))
export const HelpEditorPage = lazy(() => import('./editor-page.tsx'))
