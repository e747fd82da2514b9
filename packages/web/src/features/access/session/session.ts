/** Who is signed in, and what they may do. The server decides; the pages only hide what it would refuse. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiError, type Permission, readSession, type Session, signOut } from '../../../api/index.ts'

export const SESSION_KEY = ['session'] as const
export const ACCOUNT_KEY = ['account'] as const

/** The session, null when nobody is signed in. */
export const useSession = () =>
  useQuery<Session | null>({
    queryKey: SESSION_KEY,
    queryFn: async () => {
      try {
        return await readSession()
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }
    },
    staleTime: 5 * 60_000,
  })

/** May the person signed in do this? */
export const useMay = (): ((permission: Permission) => boolean) => {
  const { data } = useSession()
  return permission => data?.permissions.includes(permission) ?? false
}

/** Ends the session and forgets everything that was read in it. */
export const useSignOut = (): (() => Promise<void>) => {
  const queries = useQueryClient()
  return async () => {
    await signOut().catch(() => undefined)
    queries.clear()
    queries.setQueryData(SESSION_KEY, null)
  }
}

/** Where to go after signing in: a path of the console, nothing else. */
export const safeReturnPath = (asked: string | null): string =>
  asked && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/sign-in') ? asked : '/elections'

/** As on the server: nobody works for so long, and the session is over. A page that asks by itself does not keep it. */
const IDLE_MS = 30 * 60_000
const LOOK_MS = 30_000

/** Calls `onIdle` when nobody has touched the page for half an hour. */
export const useIdle = (onIdle: () => void): void => {
  useEffect(() => {
    let last = Date.now()
    const touched = () => {
      last = Date.now()
    }
    const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
    for (const sign of signs) window.addEventListener(sign, touched, { passive: true })
    const look = setInterval(() => {
      if (Date.now() - last >= IDLE_MS) onIdle()
    }, LOOK_MS)
    return () => {
      clearInterval(look)
      for (const sign of signs) window.removeEventListener(sign, touched)
    }
  }, [onIdle])
}
