/** How people are laid out in a table that somebody sent: pure, from raw rows to rows of people. */
export { type Choices, columnName, findLayout, type Layout, peopleAmong } from './layout.ts'
export { type Merge, mergeFiller } from './merges.ts'
export { countNumbers } from './numbers.ts'
export { openSheetReader, type ReadRow, type RowKind, type SheetReader, type Target, targetOf } from './reader.ts'
