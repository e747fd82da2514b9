export { findRegisterSection } from './service.record.ts'
export { type ReadingProgress, type StagedRow, type StagingTarget, stageInto, stageRows } from './service.staging.ts'
export {
  type ImportedCounts,
  type ImportedFile,
  importDisqualifications,
  importPopulation,
  numberContext,
  type RowResult,
  type RowsToRead,
} from './service.ts'
export { countRowsSent, discardHeld, holdImport, lockHeld, releaseHeld } from './store.held.ts'
export {
  deleteImport,
  endUnfinishedImports,
  failImport,
  findImportById,
  findImportFiles,
  findImportsOf,
  findReading,
  finishImport,
  type ImportCounts,
  type ImportKind,
  type ImportReading,
  type ImportRecord,
  insertImport,
  registerStaging,
  resetImport,
  STAGING_KEPT_MS,
  setReading,
  setReportFile,
  stagingTables,
  sweepAbandonedImports,
  sweepImport,
  sweepLeftStaging,
  sweepStaging,
  UPLOADED,
} from './store.imports.ts'
export { type DueReport, findDueReport, findDueUploads, isStaged, setReportDue, settleReport } from './store.reports.ts'
export { dropExtract, findCurrentExtract } from './store.ts'
