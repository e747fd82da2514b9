export { registerPlaceRoutes } from './routes.ts'
export { findSignatory, type SignatoryOf } from './service.signatory.ts'
export { enterVotingPlace, findDistrictPlaces, removeVotingPlace } from './service.ts'
export { copyVotingPlaces, findPublishedPlaces, findVotingPlaces, type VotingPlace } from './store.ts'
