/** What the reader's window and system say: a phone's width, where tables become cards; and whether things should keep still. */
import { useCallback, useSyncExternalStore } from 'react'

const useMedia = (query: string): boolean => {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

export const useNarrow = (): boolean => useMedia('(max-width: 767px)')
export const useStill = (): boolean => useMedia('(prefers-reduced-motion: reduce)')
