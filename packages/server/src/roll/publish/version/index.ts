export { makeVersion, type PublishedVersion, type PublishInput, type RollProgress } from './service.ts'
