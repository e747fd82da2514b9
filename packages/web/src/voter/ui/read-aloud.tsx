/** Reads the page aloud, where the browser can: for whoever reads little or sees badly. Pressed again, it stops. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReader } from './reader.tsx'

const canSpeak = (): boolean =>
  typeof window !== 'undefined' && 'speechSynthesis' in window && 'SpeechSynthesisUtterance' in window

/** What a person would read of the page, without the words of its buttons. */
const wordsOf = (page: Element): string =>
  [...page.querySelectorAll('h1, h2, p, li, dt, dd, legend, label')]
    .filter(each => each.getClientRects().length > 0 && !each.closest('[aria-hidden="true"], button'))
    // The innermost of those within each other.
    .filter(each => !each.querySelector('h1, h2, p, li, dt, dd, legend, label'))
    .map(each => each.textContent.trim())
    .filter(Boolean)
    .join('\n')

export const ReadAloud = () => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const [isReading, setReading] = useState(false)
  useEffect(() => {
    if (!isReading) return
    const stop = () => setReading(false)
    window.addEventListener('hashchange', stop)
    return () => {
      window.removeEventListener('hashchange', stop)
      window.speechSynthesis.cancel()
    }
  }, [isReading])
  if (!canSpeak()) return null
  const read = () => {
    const page = document.querySelector('main')
    if (isReading || !page) {
      setReading(false)
      return
    }
    const utterance = new SpeechSynthesisUtterance(wordsOf(page))
    utterance.lang = language
    utterance.rate = 0.9
    utterance.onend = () => setReading(false)
    utterance.onerror = () => setReading(false)
    window.speechSynthesis.cancel()
    window.speechSynthesis.speak(utterance)
    setReading(true)
  }
  return (
    <button type="button" aria-pressed={isReading} onClick={read}>
      {t(isReading ? 'readAloud.stop' : 'readAloud.start')}
    </button>
  )
}
