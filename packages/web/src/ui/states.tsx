/** What a page shows while it waits, when nothing is there, and when something went wrong. */
import { Alert, Button, Empty, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/index.ts'
import { useText } from '../i18n/index.ts'

export const Loading = ({ rows = 4 }: { rows?: number }) => {
  const { t } = useTranslation('ui')
  return (
    <div role="status" aria-live="polite" aria-label={t('loading')} className="loading">
      <Skeleton active title={{ width: '40%' }} paragraph={{ rows }} />
    </div>
  )
}

/** The words of an error in the reader's language: what happened, and what to do next. */
export const useErrorWords = (): ((error: unknown) => { title: string; next: string | null }) => {
  const { t } = useTranslation('ui')
  const text = useText()
  return error => {
    if (!(error instanceof ApiError)) return { title: t('error.unexpected'), next: t('error.reload') }
    if (error.text) return { title: text(error.text), next: error.next ? text(error.next) : null }
    if (error.status === 0) return { title: t('error.unreachable'), next: t('error.unreachableNext') }
    if (error.status === 403) return { title: t('error.forbidden'), next: t('error.forbiddenNext') }
    if (error.status === 404) return { title: t('error.notFound'), next: t('error.notFoundNext') }
    return { title: t('error.server', { code: error.code }), next: t('error.reload') }
  }
}

export const Failure = ({ error, retry }: { error: unknown; retry?: () => void }) => {
  const { t } = useTranslation('ui')
  // What a role may not do it may not do a second time either.
  const isForbidden = error instanceof ApiError && error.status === 403
  const { title, next } = useErrorWords()(error)
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title}
      description={next}
      action={retry && !isForbidden ? <Button onClick={retry}>{t('retry')}</Button> : undefined}
    />
  )
}

export const Nothing = ({ title, children }: { title: string; children?: ReactNode }) => (
  <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={title} className="nothing">
    {children}
  </Empty>
)
