export { FEED_FAILURES, type FeedFailure, feedFailures } from './failures.feed.ts'
export { POPULATION_FAILURES, type PopulationFailure } from './failures.ts'
export { openFeedDoor } from './feed-door.ts'
export { readPublicKey, readSigned, signStatement } from './feed-signature.ts'
export * from './questions.ts'
export { type FeedUseCases, registerFeedRoutes } from './routes.feed.ts'
export { type PopulationUseCases, registerPopulationRoutes } from './routes.ts'
export { loadPeople, type RegisterPeople } from './service/people.ts'
export { buildRegisterServer } from './service/server.ts'
export * from './sources.keep.ts'
export {
  ASK_LIMIT_MS,
  askRegisters,
  closeLines,
  countRegistersAsked,
  type RegisterAnswer,
  type RegisterPerson,
  type RegisterServices,
} from './sources.ts'
export * from './staging.ts'
export * from './store.imports.ts'
export { purgeRegisterAnswers, type RegisterSource } from './store.sources.ts'
export { dropExtract, findCurrentExtract } from './store.ts'
export * from './usecases.feed.ts'
export * from './usecases.feed-authorities.ts'
export * from './usecases.feed-purge.ts'
export * from './usecases.ts'
