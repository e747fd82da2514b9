/** The import desk, for tests of the whole installation. */
export { openBatches, openImportReport, openImports } from '../roster/index.ts'
