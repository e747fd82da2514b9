/** Whether the window is a phone's: there tables become cards. */
import { useSyncExternalStore } from 'react'

const query = () => window.matchMedia('(max-width: 767px)')
const subscribe = (changed: () => void) => {
  const media = query()
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query().matches)
