export { FEED_FAILURES, type FeedFailure, feedFailures } from './disqualification/errors.ts'
export { type FeedUseCases, MESSAGES_PER_MINUTE, registerFeedRoutes } from './disqualification/routes.ts'
export * from './disqualification/service.authorities.ts'
export * from './disqualification/service.feed.ts'
export * from './disqualification/service.purge.ts'
export { readPublicKey, readSigned, signStatement } from './disqualification/service.signature.ts'
export * from './extract/service.staging.ts'
export * from './extract/service.ts'
export * from './extract/store.imports.ts'
export { dropExtract, findCurrentExtract } from './extract/store.ts'
export { buildRegisterServer } from './register-server/routes.ts'
export { loadPeople, type RegisterPeople } from './register-server/service.people.ts'
export { POPULATION_FAILURES, type PopulationFailure } from './sources/errors.ts'
export { type PopulationUseCases, registerPopulationRoutes } from './sources/routes.ts'
export * from './sources/service.questions.ts'
export * from './sources/service.registry.ts'
export {
  ASK_LIMIT_MS,
  askRegisters,
  closeLines,
  countRegistersAsked,
  type RegisterAnswer,
  type RegisterPerson,
  type RegisterServices,
} from './sources/service.ts'
export { purgeRegisterAnswers, type RegisterSource } from './sources/store.ts'
