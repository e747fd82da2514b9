export { type ExchangeUseCases, registerExchangeRoutes } from './routes.ts'
export { expireLapsed } from './service.transfer.ts'
export { deliverDue, openExchange, receiveEnvelope, reconcilePartners } from './service.ts'
