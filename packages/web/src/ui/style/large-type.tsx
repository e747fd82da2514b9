/** Large-type mode: a quarter bigger everywhere, remembered on this machine. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

interface LargeType {
  readonly large: boolean
  readonly setLarge: (large: boolean) => void
}
const LargeTypeContext = createContext<LargeType>({ large: false, setLarge: () => undefined })
const REMEMBERED = 'mingce.large-type'

export const LargeTypeProvider = ({ children }: { children: ReactNode }) => {
  const [large, setLarge] = useState(() => localStorage.getItem(REMEMBERED) === 'yes')
  useEffect(() => {
    localStorage.setItem(REMEMBERED, large ? 'yes' : 'no')
    document.documentElement.dataset.type = large ? 'large' : 'normal'
  }, [large])
  const value = useMemo(() => ({ large, setLarge }), [large])
  return <LargeTypeContext value={value}>{children}</LargeTypeContext>
}

export const useLargeType = (): LargeType => useContext(LargeTypeContext)
