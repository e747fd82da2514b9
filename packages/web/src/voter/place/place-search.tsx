/** Finds a community by its name, a part of it, or the first letters of its pinyin. */
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortCommunity } from '../../ui/format.ts'
import type { FoundPlace, Place } from '../api/index.ts'
import { findPlaces } from '../api/index.ts'
import { useErrorWords } from '../ui/index.ts'

/** Typing Chinese sends letters until a word is chosen: asked a moment after the last key. */
const PAUSE_MS = 250
const SHOWN = 12

interface Props {
  readonly electionId: string
  readonly chosen: Place | null
  readonly onChoose: (place: Place) => void
}

export const PlaceSearch = ({ electionId, chosen, onChoose }: Props) => {
  const { t } = useTranslation('voter')
  const words = useErrorWords()
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<{ q: string; places: readonly FoundPlace[] } | null>(null)
  const [error, setError] = useState<unknown>()
  const [round, setRound] = useState(0)
  const asked = useRef(-1)
  const id = useId()
  const q = typed.trim()
  useEffect(() => {
    if (q === '') {
      setFound(null)
      setError(undefined)
      return
    }
    const stop = new AbortController()
    const pause = asked.current === round ? PAUSE_MS : 0
    asked.current = round
    const timer = setTimeout(() => {
      findPlaces(electionId, q, stop.signal).then(
        places => {
          if (stop.signal.aborted) return
          setFound({ q, places })
          setError(undefined)
        },
        (failure: unknown) => !stop.signal.aborted && setError(failure),
      )
    }, pause)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [electionId, q, round])
  const places = found?.places.slice(0, SHOWN) ?? []
  const said =
    error !== undefined
      ? words(error).title
      : q === ''
        ? ''
        : found?.q !== q
          ? t('place.searching')
          : places.length === 0
            ? t('place.nothing')
            : t('place.found', { count: found.places.length })
  return (
    <div className="field">
      <label htmlFor={id}>{t('place.label')}</label>
      <input
        id={id}
        type="search"
        value={typed}
        autoComplete="off"
        enterKeyHint="search"
        aria-describedby={`${id}-hint ${id}-said`}
        onChange={event => setTyped(event.target.value)}
      />
      <span id={`${id}-hint`} className="soft">
        {t('place.hint')}
      </span>
      <span id={`${id}-said`} role="status" className={error === undefined ? 'soft' : 'bad-text'}>
        {said}
      </span>
      {error === undefined ? null : (
        <button type="button" className="button small" onClick={() => setRound(before => before + 1)}>
          {t('retry')}
        </button>
      )}
      {places.length === 0 ? null : (
        <ul className="found">
          {places.map(place => (
            <li key={place.code}>
              <button
                type="button"
                aria-pressed={chosen?.code === place.code}
                onClick={() => {
                  onChoose({ code: place.code, name: place.name })
                  setTyped('')
                }}
              >
                <strong>{place.name}</strong>
                <span className="soft">{place.path}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {chosen ? (
        <p className="where" aria-live="polite">
          <span className="soft">{t('place.chosen')}</span> <strong>{shortCommunity(chosen.name)}</strong>
        </p>
      ) : null}
    </div>
  )
}
