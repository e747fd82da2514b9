export { ROLL_FAILURES } from './errors.ts'
export { registerRollRoutes } from './routes.ts'

export { openRollUseCases } from './service.job.ts'
export { listedSection, openListedLookup } from './service.listed.ts'
export {
  findPreviewEntries,
  findRollPreview,
  PREVIEW_TASK,
  preparePreview,
  previewWaits,
  type RollPreview,
} from './service.preview.ts'
export { exportRoll, findRollVersions, type PublishedRoll, publishRoll } from './service.ts'
export type { RollUseCases } from './service.use-cases.ts'
export type { RollProgress } from './service.version.ts'
export { listPublishedOn } from './store.listed.ts'
export { countiesOf, findVersions, type VersionRow } from './store.ts'
