/** The tour of the page one is on: offered until one took it or declined, in this browser; started again from the help menu. */
import { useEffect, useState } from 'react'
import { TOURS, type TourName, tourOf } from './tours.ts'

const REMEMBERED = 'mingce.tours'

const remembered = (): readonly string[] => (localStorage.getItem(REMEMBERED) ?? '').split(' ').filter(Boolean)

export interface TourStep {
  readonly step: string
  readonly target: HTMLElement
}

export interface ShownTour {
  /** The page's tour; null: it has none. */
  readonly name: TourName | null
  /** Not yet taken or declined here. */
  readonly offered: boolean
  /** The steps that have something to point at now; empty: the tour is closed. */
  readonly steps: readonly TourStep[]
  readonly start: () => void
  readonly end: () => void
}

export const useTour = (pathname: string): ShownTour => {
  const name = tourOf(pathname)
  const [seen, setSeen] = useState(remembered)
  const [steps, setSteps] = useState<readonly TourStep[]>([])
  useEffect(() => {
    if (pathname) setSteps([])
  }, [pathname])
  const end = () => {
    setSteps([])
    if (!name || seen.includes(name)) return
    const next = [...seen, name]
    localStorage.setItem(REMEMBERED, next.join(' '))
    setSeen(next)
  }
  const start = () => {
    if (!name) return
    const found = TOURS[name].flatMap(({ step, target }) => {
      const element = document.querySelector<HTMLElement>(target)
      return element ? [{ step, target: element }] : []
    })
    // The page is still loading: offered again when there is something to show.
    if (found.length === 0) return
    end()
    setSteps(found)
  }
  return { name, offered: name !== null && steps.length === 0 && !seen.includes(name), steps, start, end }
}
