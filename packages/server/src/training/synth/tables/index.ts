export { createTable, type Table } from './lines.ts'
export type { Cell, TableShape } from './shape.ts'
export { createCsvFile } from './text.ts'
