export { ROLL_FAILURES } from './errors.ts'
export { findStretches, listedSection, listPublishedOn, openListedLookup, type Stretch } from './listed/index.ts'
export { registerRollRoutes } from './routes.ts'
export { openRollUseCases } from './service.job.ts'
export { exportRoll, findRollVersions, type PublishedRoll, publishRoll } from './service.ts'
export type { RollUseCases } from './service.use-cases.ts'
export { countiesOf, entriesBetween, findVersions, type VersionRow } from './store.ts'
export type { RollProgress } from './version/index.ts'
export {
  findRollPreview,
  PREVIEW_TASK,
  preparePreview,
  previewWaits,
  type RollPreview,
  waitingPublications,
} from './version/index.ts'
