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

/** Fills rows that come in their order. Keeps only the ranges that reach the current row. */
export const mergeFiller = (merges: readonly Merge[]): MergeFiller => {
  const sorted = [...merges].sort((a, b) => a.top - b.top)
  let next = 0
  let open: Open[] = []
  let fromAbove = new Set<number>()
  return {
    get fromAbove() {
      return fromAbove
    },
    fill(rowNo, row) {
      if (fromAbove.size > 0) fromAbove = new Set()
      if (open.length === 0 && (sorted[next] === undefined || (sorted[next]?.top ?? 0) > rowNo)) return row
      open = open.filter(({ merge }) => merge.bottom >= rowNo)
      for (let merge = sorted[next]; merge && merge.top <= rowNo; merge = sorted[++next])
        if (merge.bottom >= rowNo) open.push({ merge, value: merge.top === rowNo ? (row[merge.left] ?? '') : '' })
      if (open.length === 0) return row
      const filled = row.slice()
      for (const { merge, value } of open) {
        if (value === '') continue
        for (let at = merge.left; at <= merge.right; at++) {
          if ((filled[at] ?? '') !== '') continue
          while (filled.length < at) filled.push('')
          filled[at] = value
          if (merge.top < rowNo) fromAbove.add(at)
        }
      }
      return filled
    },
  }
}
