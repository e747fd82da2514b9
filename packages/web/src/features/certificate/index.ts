/** Certificates that move a voter from one place to another. */
import { lazy } from 'react'

export const CertificatesPage = lazy(() => import('./certificates-page.tsx'))
