export { type ExchangeUseCases, registerExchangeRoutes } from './routes.ts'
export {
  addPartner,
  listPartners,
  ownId,
  type PartnerCard,
  readPartnerCard,
  rotateOwnKey,
  type Services,
  type SigningKey,
  showOwnKeys,
  signingKey,
  withdrawPartnerKey,
} from './service.partners.ts'
export { isSigned, signLine } from './service.signature.ts'
export { type Delivery, deliverDue, expireLapsed, openExchange, receiveEnvelope } from './service.ts'
export { findKeys, findPartners } from './store.partners.ts'
