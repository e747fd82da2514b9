export { type ExchangeUseCases, registerExchangeRoutes } from './routes.ts'
export { type Delivery, deliverDue, expireLapsed, openExchange, receiveEnvelope } from './service.ts'
