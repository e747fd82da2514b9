export { addCheckCommand } from './check.ts'
export { addImportCommands } from './import.ts'
export { addStationCommands } from './stations.ts'
