/** Files in any format as raw rows, read in bounded steps. */
export { ANY_SPACES, firstRows, openCsv, parseCsv, readCsv, WIDE_SPACES } from './csv.ts'
export {
  type Encoding,
  type RowBatch,
  type ShownColumn,
  TableBroken,
  type TableFault,
  type TableLook,
  tableFaults,
} from './faults.ts'
export { FORMULA, unguardCell } from './formula.ts'
export { ALWAYS_UNPACKED_BYTES, LAYOUT_ROWS, MOST_OTHER_ROWS, MOST_UNPACKED_RATIO } from './limits.ts'
export { openSource, type RawSheet, shapeOf } from './source.ts'
export { openZip } from './zip-parts.ts'
