export { POPULATION_FAILURES } from './errors.ts'
export { type PopulationUseCases, registerPopulationRoutes } from './routes.ts'
export {
  BATCH_LIMIT,
  type BatchAnswer,
  BatchAnswerSchema,
  BatchQuestionSchema,
  HeadersSchema,
  PATHS,
  type RegisterQuestion,
  SingleAnswerSchema,
  SingleQuestionSchema,
} from './schema.protocol.ts'
export {
  type AnsweredRegistration,
  askDueQuestions,
  type OnAnswered,
  openQuestionQueue,
  queueQuestion,
} from './service.questions.ts'
export { addSource, findSources, removeSource, sourcesPurge } from './service.registry.ts'
export { askRegisters, closeLines, countRegistersAsked } from './service.ts'
export { purgeRegisterAnswers } from './store.ts'
