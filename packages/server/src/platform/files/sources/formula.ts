/** Cells that a spreadsheet would take for a formula. Written CSV has an apostrophe before them, which is taken off when it is read. */
/**
 * A cell that a spreadsheet would run as a formula, also after white space and, in East Asian versions, with full-width signs; and one that is
 * guarded already, so that reading gives back every text. Papaparse's own pattern does not match a formula with a line end in it.
 */
export const FORMULA = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/

/** Takes off the apostrophe that `csvLines` puts before a cell that begins like a formula. */
export const unguardCell = (cell: string): string => (cell.charCodeAt(0) === 0x27 && FORMULA.test(cell) ? cell.slice(1) : cell)
