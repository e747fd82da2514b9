export { listedSection, openListedLookup } from './service.ts'
export { listPublishedOn } from './store.ts'
