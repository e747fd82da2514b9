export { addFeedCommands } from './feed.ts'
export { addPopulationServiceCommand } from './population-service.ts'
export { addSourceCommands } from './source.ts'
