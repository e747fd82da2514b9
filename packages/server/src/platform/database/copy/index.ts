/** Rows as COPY takes and gives them: pages in its binary format, lines in its text format. */
export { AFTER_ROWS, BEFORE_ROWS, CopyPage, type LoadColumns } from './copy-page.ts'
export { rowsOfCopy } from './copy-rows.ts'
export { copyLine, copyText, readCopyText } from './copy-text.ts'
