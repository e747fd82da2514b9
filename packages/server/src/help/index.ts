/** Training videos and frequent questions: knows no election. */
import type { Database } from '../platform/database/index.ts'
import type { HelpUseCases } from './routes.ts'
import { openHelpContent } from './service.content.ts'
import * as usecases from './service.ts'

export { HELP_FAILURES } from './errors.ts'
export { type HelpUseCases, registerHelpRoutes } from './routes.ts'
export { changeHelpVideo, openVideoDesk, saveHelpQuestion } from './service.ts'

/** The column over `database`, with its files in `folder`. */
export const openHelp = (database: Database, folder: string): HelpUseCases => {
  const content = openHelpContent(folder)
  return { ...usecases, ...usecases.openHelpColumn(database, content), ...usecases.openVideoDesk(content) }
}
export { FIRST_QUESTIONS } from './service.first-questions.ts'
