export { listedSection, openListedLookup } from './service.ts'
export { findStretches, listPublishedOn, type Stretch } from './store.ts'
