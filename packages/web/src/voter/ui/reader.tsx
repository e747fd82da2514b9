/** How the reader wants the page: language and size of type, remembered on this device. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Language } from '../../i18n/language.ts'
import { changeLanguage, useShownLanguage, useShownTag } from '../../i18n/portal.ts'
import { remember } from './memory.ts'

interface Reader {
  /** Of dates and official texts. */
  readonly language: Language
  /** The language that is shown, a further one perhaps. */
  readonly tag: string
  readonly setLanguage: (tag: string) => void
  readonly large: boolean
  readonly setLarge: (large: boolean) => void
}
const ReaderContext = createContext<Reader | null>(null)

export const ReaderProvider = ({ large: first, children }: { large: boolean; children: ReactNode }) => {
  const language = useShownLanguage()
  const tag = useShownTag()
  const [large, setLarge] = useState(first)
  useEffect(() => {
    document.documentElement.dataset.type = large ? 'large' : 'normal'
  }, [large])
  const value = useMemo<Reader>(
    () => ({
      language,
      tag,
      setLanguage: next => {
        remember('language', next)
        void changeLanguage(next)
      },
      large,
      setLarge: next => {
        remember('large', next ? 'yes' : 'no')
        setLarge(next)
      },
    }),
    [language, tag, large],
  )
  return <ReaderContext value={value}>{children}</ReaderContext>
}

export const useReader = (): Reader => {
  const reader = useContext(ReaderContext)
  if (!reader) throw new Error('no ReaderProvider above')
  return reader
}
