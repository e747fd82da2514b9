export { claimCleared, isPolling, openArrivals } from './service.arrivals.ts'
export { findCertificateFigures, listAcceptances } from './service.figures.ts'
export { acceptancesList } from './service.list.ts'
export { acceptAtStation, acceptMyCertificate, readCertificate, verifyCertificate } from './service.ts'
