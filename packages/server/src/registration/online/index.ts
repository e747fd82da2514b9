export type { ByCertificate } from './batch/index.ts'
export { type FindListed, goOnWithAnswered, ownRegistration } from './batch/index.ts'
export { ONLINE_FAILURES, type OnlineRefusal } from './errors.ts'
export { type Frame, frameOf } from './frame/index.ts'
export { registerStationRegistrationRoutes, type StationRegistrationUseCases } from './routes.office.ts'
export { Basis, Evidence, MigrantDatesShape, NewAtStation, RegistrationAnswer } from './schema.ts'
export {
  type CertifiedEntry,
  openFrame,
  registerAtStation,
  registerCertified,
  registerVoter,
} from './service.ts'
export { confirmDocument, countUnconfirmedDocuments, findFirstOfficer, settleFinding } from './store.consents.ts'
export { findOwn } from './store.ts'
export {
  findElectionsForVoter,
  findMyRefusals,
  findMyRegistrations,
  findPlaces,
  findRegisterEntry,
  getMyCard,
  getMyRegistration,
  getPlace,
  getVoterForm,
  registerVoterRoutes,
  type VoterUseCases,
} from './voter/index.ts'
