/** How a file is to be read, as a person chooses it in the preview. */
import type { ImportPreview } from '../../../api/index.ts'

export interface Reading {
  readonly columns: readonly { readonly column: number; readonly field: string | null }[]
  readonly leaveOut: readonly string[]
}

/** The reading that a preview shows, with one column changed: a field belongs to one column unless it was in several. */
export const withColumn = (preview: ImportPreview, before: Reading | null, column: number, field: string | null): Reading => {
  const shown = before?.columns ?? preview.columns.map((one, at) => ({ column: at, field: one.field }))
  const isSeveral = shown.filter(one => one.field !== null && one.field === field && one.column !== column).length > 1
  const others = shown
    .filter(one => one.column !== column)
    .map(one => (one.field === field && field !== null && !isSeveral ? { ...one, field: null } : one))
  return {
    columns: [...others, { column, field }].sort((a, b) => a.column - b.column),
    leaveOut: before?.leaveOut ?? [],
  }
}

/** The reading with a sheet left out, or not. */
export const withSheet = (before: Reading | null, sheet: string, isLeftOut: boolean): Reading => ({
  columns: before?.columns ?? [],
  leaveOut: [...(before?.leaveOut ?? []).filter(name => name !== sheet), ...(isLeftOut ? [sheet] : [])],
})

/** Sheets with people that are neither read nor left out by a person: the import does not start with them. */
export const undecidedSheets = (preview: ImportPreview, reading: Reading | null): ImportPreview['sheets'] =>
  preview.sheets.filter(
    ({ name, isRead, people }) => !isRead && (people ?? 0) > 0 && !(reading?.leaveOut ?? []).includes(name ?? ''),
  )
