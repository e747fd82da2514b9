/** Composes the use cases of help. */
import type { Database } from '../platform/database/index.ts'
import { openHelpContent } from './service.content.ts'
import * as usecases from './service.ts'

/** The use cases of help over `database`, with files in `folder`. */
export const openHelp = (database: Database, folder: string) => {
  const content = openHelpContent(folder)
  return {
    findEditableHelp: usecases.findEditableHelp,
    previewAnswer: usecases.previewAnswer,
    changeHelpVideo: usecases.changeHelpVideo,
    setHelpCaptions: usecases.setHelpCaptions,
    saveHelpQuestion: usecases.saveHelpQuestion,
    removeHelpQuestion: usecases.removeHelpQuestion,
    orderHelp: usecases.orderHelp,
    ...usecases.openPublicHelp(database, content),
    ...usecases.openVideoEditing(content),
  }
}
