export { ONLINE_FAILURES, type OnlineRefusal } from './errors.ts'
export { registerStationRegistrationRoutes, type StationRegistrationUseCases } from './routes.office.ts'
export { registerVoterRoutes, type VoterUseCases } from './routes.voter.ts'
export { Basis, Evidence, NewAtStation, RegistrationAnswer } from './schema.ts'
export { type FindListed, ownRegistration } from './service.answer.ts'
export { goOnWithAnswered } from './service.answered.ts'
export { signCard, verifyCard } from './service.card.ts'
export { type Frame, frameOf } from './service.frame.ts'
export { documentNumber, maskDocument } from './service.person.ts'
export { findMyRefusals } from './service.refusals.ts'
export {
  type CertifiedEntry,
  openFrame,
  registerAtStation,
  registerCertified,
  registerVoter,
} from './service.ts'
export type { ByCertificate } from './service.verdict.ts'
export {
  findElectionsForVoter,
  findMyRegistrations,
  findPlaces,
  getMyCard,
  getMyRegistration,
  getPlace,
  getVoterForm,
} from './service.voter.ts'
export { confirmDocument, countUnconfirmedDocuments, findFirstOfficer, settleFinding } from './store.consents.ts'
export { findOwn } from './store.ts'
export { findRegisterEntry } from './store.voter.ts'
