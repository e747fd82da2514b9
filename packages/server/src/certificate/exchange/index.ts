export { type ExchangeUseCases, registerExchangeRoutes } from './routes.ts'
export { deliverDue, expireLapsed, openExchange, receiveEnvelope, reconcilePartners } from './service.ts'
