/** The import desk, for tests of the whole installation. */
export { openImportReport, openImports } from '../roster/index.ts'
