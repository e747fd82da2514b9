/**
 * Where the queue is on the screen. After a decision the next case is where the last one was: its row at the height of the last one's row, the
 * page as far down as when the last case was opened, and the focus on its name. On a phone the list is left and found again as it was.
 */
import { type RefObject, useLayoutEffect, useRef } from 'react'

const currentRow = (list: HTMLElement | null): HTMLElement | null => list?.querySelector('[aria-current]') ?? null

const heightIn = (list: HTMLElement, row: HTMLElement): number =>
  row.getBoundingClientRect().top - list.getBoundingClientRect().top

interface QueuePlace {
  /** The rows, scrolled by themselves where there is room. */
  readonly list: RefObject<HTMLDivElement | null>
  /** The open case. */
  readonly panel: RefObject<HTMLDivElement | null>
  /** Opens another case in the place of the open one. */
  readonly hold: (open: () => void) => void
  /** Opens a case from the list. */
  readonly leave: (open: () => void) => void
}

export const useQueuePlace = (chosen: string | null, narrow: boolean): QueuePlace => {
  const list = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const held = useRef<{ readonly row: number | null } | null>(null)
  const openedAt = useRef(0)
  /** Of a phone: how far down the list was, and the case that was opened last. */
  const left = useRef<{ at: number; chosen: string | null }>({ at: 0, chosen: null })

  useLayoutEffect(() => {
    const before = held.current
    held.current = null
    if (chosen === null) {
      const { at, chosen: last } = left.current
      if (last === null) return
      window.scrollTo({ top: at })
      list.current?.querySelector<HTMLElement>(`[data-case="${last}"]`)?.focus({ preventScroll: true })
      return
    }
    left.current.chosen = chosen
    if (before === null && !narrow) {
      openedAt.current = window.scrollY
      return
    }
    window.scrollTo({ top: narrow ? 0 : openedAt.current })
    const row = currentRow(list.current)
    if (list.current && row && typeof before?.row === 'number') list.current.scrollTop += heightIn(list.current, row) - before.row
    panel.current?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  }, [chosen, narrow])

  const hold = (open: () => void) => {
    const row = currentRow(list.current)
    held.current = { row: list.current && row ? heightIn(list.current, row) : null }
    open()
  }
  const leave = (open: () => void) => {
    left.current.at = window.scrollY
    open()
  }
  return { list, panel, hold, leave }
}
