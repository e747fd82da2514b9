export { registerVotersRoutes, type VotersUseCases } from './routes.ts'
export { makeSearchable, openSearchTimer } from './service.searchable.ts'
export { countVoters, findVoters } from './service.ts'
