export {
  checkCounts,
  countAll,
  countMigrants,
  findCountedExtract,
  findFigures,
  foldCounts,
  keepAllCounts,
  keepCounts,
  keepCountsOf,
} from './service.ts'
export {
  CLAIM_OF,
  ELIGIBLE,
  type Figure,
  type ListScope,
  PEOPLE,
  QUALIFIED,
  scopeValues,
} from './store.figures.ts'
export type { Counted, FigureRow } from './store.ts'
