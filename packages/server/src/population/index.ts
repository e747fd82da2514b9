export { POPULATION_FAILURES, type PopulationFailure } from './failures.ts'
export * from './questions.ts'
export { type PopulationUseCases, registerPopulationRoutes } from './routes.ts'
export * from './sources.keep.ts'
export {
  ASK_LIMIT_MS,
  askRegisters,
  closeLines,
  type RegisterAnswer,
  type RegisterPerson,
  type RegisterServices,
} from './sources.ts'
export * from './staging.ts'
export * from './store.imports.ts'
export { purgeRegisterAnswers, type RegisterSource } from './store.sources.ts'
export { dropExtract, findCurrentExtract } from './store.ts'
export * from './usecases.ts'
