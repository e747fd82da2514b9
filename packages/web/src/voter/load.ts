/** Reads from the server for a component: what came, what went wrong, and how to try again. */
import { useCallback, useEffect, useRef, useState } from 'react'

export interface Loaded<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly again: () => void
}

/** Reads for `key` by `read`, which has to stay the same function; null reads nothing. What belongs to another key is never shown. */
export const useLoad = <T>(read: (key: string) => Promise<T>, key: string | null): Loaded<T> => {
  const [state, setState] = useState<{ key: string | null; data?: T; error?: unknown }>({ key: null })
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
    again()
    return () => {
      turn.current += 1
    }
  }, [again])
  const isMine = state.key !== null && state.key === key
  return { data: isMine ? state.data : undefined, error: isMine ? state.error : undefined, again }
}
