export {
  findPreviewEntries,
  findRollPreview,
  PREVIEW_TASK,
  preparePreview,
  previewWaits,
  type RollPreview,
} from './service.preview.ts'
export { confirmByLevelAbove, waitingPublications } from './service.second.ts'
export { makeVersion, type PublishedVersion, type PublishInput, type RollProgress } from './service.ts'
