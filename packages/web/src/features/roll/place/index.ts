import { lazy } from 'react'

export const PlacesPage = lazy(() => import('./places-page.tsx'))
