export { applyCorrection, keepWhatStands } from './service.ts'
export { areNamesakes, type Columns, type Corrected, type Correction, withdrawPartFinding, writeColumns } from './store.ts'
