export { addNominationCommands } from './nomination.ts'
export { addTallyCommands } from './tally.ts'
