export { openCountTimer } from './service.timer.ts'
export {
  caseAreaOf,
  checkCounts,
  countAll,
  countLater,
  countMigrants,
  countRefused,
  ensureCounted,
  findCountedExtract,
  findFigures,
  findPresent,
  findRefusedFigures,
  foldCounts,
  keepAllCounts,
  keepCounts,
  keepCountsOf,
} from './service.ts'
export { type CaseArea, type CaseCounts, type CaseFilter, type CasePlace, countCases, pageOfCases } from './store.cases.ts'
export { type DayFigures, readDays, saveDays } from './store.days.ts'
export {
  CLAIM_OF,
  ELIGIBLE,
  type ListScope,
  MENDED,
  PEOPLE,
  QUALIFIED,
  scopeValues,
} from './store.figures.ts'
export type { FigureRow } from './store.ts'
