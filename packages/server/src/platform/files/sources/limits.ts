/**
 * Limits of what is read from a table that somebody sent. They are above what spreadsheet programs write and below what would stop the
 * server; docs/adr/0013-foreign-files.md has the reasons and the measurements.
 */

/** Columns beyond this contain only formatting. */
export const MOST_COLUMNS = 500
/** Characters of a cell: the limit of spreadsheet programs. */
export const LONGEST_CELL = 32_767
/** Rows of a sheet: the limit of spreadsheet programs. */
export const MOST_SHEET_ROWS = 1_048_576
/** Rows that are not people: empty ones, totals, repeated headers. */
export const MOST_OTHER_ROWS = 1_048_576
/** Merged ranges of a sheet. */
export const MOST_MERGES = 200_000
/** Rows from which the layout of a sheet is decided. */
export const LAYOUT_ROWS = 200

/** Files of old formats are read whole, in a process of their own. */
export const MOST_OLD_BYTES = 32 << 20
/** Cells of such a file. */
export const MOST_OLD_CELLS = 4_000_000

/** Rows that are handed on together. */
export const MOST_BATCH_ROWS = 8_192

/** Nested elements in a part of a workbook. Spreadsheet programs nest about ten. */
export const MOST_DEPTH = 64
/** Characters of XML without the start or the end of an element: a tag with all its attributes, or the text between two tags. */
export const LONGEST_TOKEN = 1 << 20

/** A real workbook has some dozens of parts. */
export const MOST_PARTS = 20_000
/** Names, extra fields and comments of all parts. */
export const MOST_DIRECTORY_BYTES = 16 << 20
export const MOST_SHEETS = 500
/** Unpacked bytes per packed byte. Sheets of spreadsheet programs have up to 17, measured; deflate reaches 1032. */
export const MOST_UNPACKED_RATIO = 100
/** Unpacked bytes to which the ratio does not apply. */
export const ALWAYS_UNPACKED_BYTES = 8 << 20

/** Unpacked bytes of each kind of part. */
export const MOST_SHEET_BYTES = 4 * 2 ** 30
export const MOST_STRINGS_BYTES = 768 << 20
export const MOST_SMALL_PART_BYTES = 32 << 20
/** Unpacked bytes of all sheets that are read to find the header. */
export const MOST_HEADER_BYTES = 32 << 20

/** Shared strings are kept in memory: bytes and number. */
export const MOST_STRING_BYTES = 256 << 20
export const MOST_STRINGS = 16 << 20
