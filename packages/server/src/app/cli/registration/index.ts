export { addCheckCommand } from './check.ts'
export { addCountCommands } from './count.ts'
export { addImportCommands } from './import.ts'
export { addStationCommands } from './stations.ts'
