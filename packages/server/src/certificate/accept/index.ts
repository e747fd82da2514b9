export { claimCleared, isPolling, openArrivals, queueClaim } from './service.arrivals.ts'
export { findCertificateFigures, listAcceptances } from './service.figures.ts'
export { acceptAtStation, acceptMyCertificate, readCertificate, verifyCertificate } from './service.ts'
