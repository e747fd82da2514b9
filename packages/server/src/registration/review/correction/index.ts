export { applyCorrection, keepWhatStands } from './service.ts'
export { areNamesakes, type Columns, type Corrected, type Correction, writeColumns } from './store.ts'
