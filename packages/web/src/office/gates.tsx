/** Pages for people who are signed in, and for those whose role may. */
import { type ReactNode, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import type { Permission } from '../api/index.ts'
import { useIdle, useMay, useSession, useSignOut } from '../features/access/index.ts'
import { Failure, Loading, Nothing, Page } from '../ui/index.ts'

/** Leads to the sign-in page, and from there back to where one was. */
export const SignedIn = ({ children }: { children: ReactNode }) => {
  const session = useSession()
  const { pathname, search } = useLocation()
  const leave = useSignOut()
  const signedIn = Boolean(session.data)
  useIdle(useCallback(() => void (signedIn && leave()), [signedIn, leave]))
  if (session.isPending) return <Loading />
  if (session.isError && !session.data) return <Failure error={session.error} retry={() => void session.refetch()} />
  if (!session.data) {
    const back = `${pathname}${search}`
    const query = new URLSearchParams(back === '/' || back === '/elections' ? {} : { back, ended: '1' })
    return <Navigate to={`/sign-in${query.size > 0 ? `?${query}` : ''}`} replace />
  }
  // Until the account is complete nothing else is open.
  if (session.data.owes && pathname !== '/account') return <Navigate to="/account" replace />
  return children
}

interface PermittedProps {
  /** One of these is enough. */
  permission: Permission | readonly Permission[]
  children: ReactNode
}

export const Permitted = ({ permission, children }: PermittedProps) => {
  const may = useMay()
  const { t } = useTranslation('office')
  if ([permission].flat().some(may)) return children
  return (
    <Page title={t('forbidden.title')}>
      <Nothing title={t('forbidden.next')} />
    </Page>
  )
}
