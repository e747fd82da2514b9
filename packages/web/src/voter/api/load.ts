/** Reads from the server for a component: what came, what went wrong, and how to try again. */
import { useCallback, useEffect, useRef, useState } from 'react'

export interface Loaded<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly again: () => void
}

/** What was read before, or why it could not be. */
export type LoadOutcome<T> = { readonly data: T } | { readonly error: unknown }

/**
 * Reads for `key` by `read`, which has to stay the same function; null reads nothing. What belongs to another key is never shown. `first` is
 * what came for the first key already.
 */
export const useLoad = <T>(read: (key: string) => Promise<T>, key: string | null, first?: LoadOutcome<T>): Loaded<T> => {
  const [state, setState] = useState<{ key: string | null; data?: T; error?: unknown }>(first ? { key, ...first } : { key: null })
  const readBefore = useRef(first ? key : null)
  const turn = useRef(0)
  const again = useCallback(() => {
    turn.current += 1
    const mine = turn.current
    setState({ key: null })
    if (key === null) return
    read(key).then(
      data => turn.current === mine && setState({ key, data }),
      (error: unknown) => turn.current === mine && setState({ key, error }),
    )
  }, [read, key])
  useEffect(() => {
    if (readBefore.current === null || readBefore.current !== key) again()
    readBefore.current = null
    return () => {
      turn.current += 1
    }
  }, [again, key])
  const isMine = state.key !== null && state.key === key
  return { data: isMine ? state.data : undefined, error: isMine ? state.error : undefined, again }
}
