/** Certificates between places: those given here, those taken here, and who needs one. */
import { lazy } from 'react'

export const CertificatesPage = lazy(() => import('./certificates-page.tsx'))
