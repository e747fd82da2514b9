export { countPeople, freezePlan, previewPlan } from './district-plan/index.ts'
export { ROSTER_FAILURES } from './errors.ts'
export { checkReportPlace } from './report/index.ts'
export { type ImportUseCases, registerImportRoutes } from './routes.ts'
export { Import } from './schema.ts'
export {
  type FileImported,
  makeReportAgain,
  permissionForKind,
  recordImport,
  runImport,
} from './service.import.ts'
export { goOnAfterRestore } from './service.restore.ts'
export { KEPT_DIGITS_SEAL } from './service.rows.ts'
export { saveRosters, stageRosters } from './service.ts'
export { findImports, getImport, openImportReport, openImports, previewImport } from './service.uploads.ts'
