/** Training videos and frequent questions. Knows no election. */
export { HELP_FAILURES } from './errors.ts'
export { helpModule } from './module.ts'
export { type HelpUseCases, registerHelpRoutes } from './routes.ts'
export { FIRST_QUESTIONS } from './service.first-questions.ts'
export { openHelp } from './service.open.ts'
