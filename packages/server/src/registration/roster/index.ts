export { ROSTER_FAILURES } from './errors.ts'
export { type ImportUseCases, registerImportRoutes } from './routes.ts'
export { Import } from './schema.ts'
export { countPeople, freezePlan, previewPlan } from './service.district-plan.ts'
export {
  type FileImported,
  makeReportAgain,
  permissionForKind,
  recordImport,
  runImport,
} from './service.import.ts'
export { checkReportPlace } from './service.report-place.ts'
export { goOnAfterRestore } from './service.restore.ts'
export { saveRosters, stageRosters } from './service.ts'
export { findImports, getImport, openImportReport, openImports, previewImport } from './service.uploads.ts'
