export { directoryTaken, type Exported, exportVersion, isTaken, manifestIn } from './service.ts'
