/**
 * Where the queue is on the screen. After a decision the next case is where the last one was: its row at the height of the last one's row, the
 * page as far down as when the last case was opened, and the focus on its name.
 */
import { type RefObject, useLayoutEffect, useRef } from 'react'

const currentRow = (list: HTMLElement | null): HTMLElement | null => list?.querySelector('[aria-current]') ?? null

const heightIn = (list: HTMLElement, row: HTMLElement): number =>
  row.getBoundingClientRect().top - list.getBoundingClientRect().top

/** `list`: the rows, scrolled by themselves. `panel`: the open case. `hold` opens another case in the place of the open one. */
export const useQueuePlace = (
  chosen: string | null,
): { list: RefObject<HTMLDivElement | null>; panel: RefObject<HTMLDivElement | null>; hold: (open: () => void) => void } => {
  const list = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const held = useRef<{ readonly row: number | null } | null>(null)
  const openedAt = useRef(0)

  useLayoutEffect(() => {
    const before = held.current
    held.current = null
    if (chosen === null || before === null) {
      openedAt.current = window.scrollY
      return
    }
    window.scrollTo({ top: openedAt.current })
    const row = currentRow(list.current)
    if (list.current && row && before.row !== null) list.current.scrollTop += heightIn(list.current, row) - before.row
    panel.current?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  }, [chosen])

  const hold = (open: () => void) => {
    const row = currentRow(list.current)
    held.current = { row: list.current && row ? heightIn(list.current, row) : null }
    open()
  }
  return { list, panel, hold }
}
