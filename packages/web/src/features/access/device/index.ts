/** Devices of registration workers. */
import { lazy } from 'react'

export const DevicesPage = lazy(() => import('./devices-page.tsx'))
