/** Merged cells: the value of a range's first cell, for every cell that it covers. */

export interface Merge {
  /** Row numbers from 1 and columns from 0, the last ones included. */
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

interface Open {
  readonly merge: Merge
  readonly value: string
}

export interface MergeFiller {
  /** The row with its merged cells filled; the row itself where none is. Rows come in their order. */
  fill(rowNo: number, row: string[]): string[]
  /** Columns of the last row that were filled from a row above. */
  readonly fromAbove: ReadonlySet<number>
}

/** Writes the value of a range into its empty cells of a row; returns which columns were filled. */
const spread = (row: string[], { merge, value }: Open): number[] => {
  const filled: number[] = []
  if (value === '') return filled
  for (let at = merge.left; at <= merge.right; at++) {
    if ((row[at] ?? '') !== '') continue
    while (row.length < at) row.push('')
    row[at] = value
    filled.push(at)
  }
  return filled
}

/** Fills rows that come in their order. Keeps only the ranges that reach the current row. */
export const mergeFiller = (merges: readonly Merge[]): MergeFiller => {
  const sorted = [...merges].sort((a, b) => a.top - b.top)
  let next = 0
  let open: Open[] = []
  let fromAbove = new Set<number>()
  /** Opens the ranges that begin at this row or before it, and closes those that end before it. */
  const move = (rowNo: number, row: readonly string[]): void => {
    open = open.filter(({ merge }) => merge.bottom >= rowNo)
    for (let merge = sorted[next]; merge && merge.top <= rowNo; merge = sorted[++next])
      if (merge.bottom >= rowNo) open.push({ merge, value: merge.top === rowNo ? (row[merge.left] ?? '') : '' })
  }
  return {
    get fromAbove() {
      return fromAbove
    },
    fill(rowNo, row) {
      if (fromAbove.size > 0) fromAbove = new Set()
      move(rowNo, row)
      if (open.length === 0) return row
      const filled = row.slice()
      for (const one of open) for (const column of spread(filled, one)) if (one.merge.top < rowNo) fromAbove.add(column)
      return filled
    },
  }
}
