export { registerVoterRoutes, type VoterUseCases } from './routes.ts'
export { verifyCard } from './service.card.ts'
export {
  findElectionsForVoter,
  findMyRegistrations,
  findPlaces,
  getMyCard,
  getMyRegistration,
  getPlace,
  getVoterForm,
} from './service.ts'
export { findRegisterEntry } from './store.ts'
