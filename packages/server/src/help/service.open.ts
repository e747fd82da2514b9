/** Composes the use cases of help. */
import type { Database } from '../platform/database/index.ts'
import { openHelpContent } from './service.content.ts'
import * as usecases from './service.ts'

/** The use cases of help over `database`, with files in `folder`. */
export const openHelp = (database: Database, folder: string) => {
  const content = openHelpContent(folder)
  return { ...usecases, ...usecases.openPublicHelp(database, content), ...usecases.openVideoEditing(content) }
}
