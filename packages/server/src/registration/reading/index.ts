/** How a file of people is read: which column is which, and what is asked before it is imported. */

export { askWhereTheyLive, MOST_ASKED, type Placed } from './service.elsewhere.ts'
export { findShape, openImportTable, parseColumns, type Reading, readingFor } from './service.ts'
