/** Training videos and frequent questions: knows no election. */
import type { Database } from '../platform/database/index.ts'
import type { HelpUseCases } from './routes.ts'
import { openHelpContent } from './service.content.ts'
import * as usecases from './service.ts'

/** The column over `database`, with its files in `folder`. */
export const openHelp = (database: Database, folder: string): HelpUseCases => {
  const content = openHelpContent(folder)
  return { ...usecases, ...usecases.openHelpColumn(database, content), ...usecases.openVideoDesk(content) }
}
