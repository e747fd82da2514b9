/** Certificates that move a voter from one place to another (选民资格证明, P83 §9), within this installation and between installations. */
export { CERTIFICATE_FAILURES, type CertificateFailure } from './failures.ts'
export { type ExchangeUseCases, registerExchangeRoutes } from './routes.exchange.ts'
export { type CertificateUseCases, registerCertificateRoutes } from './routes.ts'
export * from './usecases.accept.ts'
export * from './usecases.exchange.ts'
export * from './usecases.figures.ts'
export * from './usecases.issue.ts'
export * from './usecases.partners.ts'
