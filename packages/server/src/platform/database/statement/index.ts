/** Statements and their rows: declared shapes, values as they travel, named parameters, the builder, and who may watch. */
export { build } from './build.ts'
export type { Executed, Field, Row } from './executed.ts'
export { jsonOf } from './json.ts'
export { named } from './named.ts'
export { noteStatement, observeStatements, type SentStatement } from './observe.ts'
export { prepared, preparedName } from './prepared.ts'
export { assertRows, type Column, col, compareColumns, type RowOf, rowsOf, type Shape, ShapeMismatch } from './shape.ts'
export { encodeValue, parsers, readAsText, type SqlValue } from './values.ts'
