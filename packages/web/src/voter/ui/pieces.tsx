/** What the portal's pages are made of: a sheet of paper, a notice with a tone, a button, and the states of waiting and failing. */
import { type ReactNode, Suspense, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/failure.ts'
import { useText } from '../../i18n/portal.ts'
import { Article } from '../../ui/article.tsx'
import type { Finding } from '../api/index.ts'
import { Guard } from './guard.tsx'

export type Tone = 'good' | 'wait' | 'bad' | 'plain'

/** A titled sheet. `mark` is the number of a step. */
export const Sheet = ({ title, mark, children }: { title: string; mark?: ReactNode; children: ReactNode }) => {
  const id = useId()
  return (
    <section className="sheet" aria-labelledby={id}>
      <h2 id={id}>
        {mark === undefined ? null : <span className="mark">{mark}</span>}
        {title}
      </h2>
      {children}
    </section>
  )
}

export const Notice = ({ tone, title, children }: { tone: Tone; title: string; children?: ReactNode }) => (
  <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <p className="notice-title">{title}</p>
    {children}
  </div>
)

/** The heading of a view takes the focus when the view opens, so that it is read first and the keyboard starts there. */
export const Heading = ({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!quiet) heading.current?.focus({ preventScroll: true })
    if (!quiet) window.scrollTo(0, 0)
  }, [quiet])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}

export const Loading = () => {
  const { t } = useTranslation('voter')
  return (
    <div className="loading" role="status">
      <span className="hidden">{t('loading')}</span>
      <span className="bar" aria-hidden="true" />
      <span className="bar" aria-hidden="true" />
      <span className="bar" aria-hidden="true" />
    </div>
  )
}

/** What happened and what to do, in the reader's language. */
export const useErrorWords = (): ((error: unknown) => { title: string; next: string }) => {
  const { t } = useTranslation('voter')
  const text = useText()
  return error => {
    if (!(error instanceof ApiError)) return { title: t('error.unexpected'), next: t('error.unexpectedNext') }
    if (error.status === 0) {
      return navigator.onLine
        ? { title: t('error.slow'), next: t('error.slowNext') }
        : { title: t('error.offline'), next: t('error.offlineNext') }
    }
    if (error.status === 401) return { title: t('error.signedOut'), next: t('error.signedOutNext') }
    if (error.text) return { title: text(error.text), next: error.next ? text(error.next) : t('error.unexpectedNext') }
    return { title: t('error.server'), next: t('error.serverNext') }
  }
}

export const Failure = ({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) => {
  const { t } = useTranslation('voter')
  const { title, next } = useErrorWords()(error)
  const signedOut = error instanceof ApiError && error.status === 401
  return (
    <Notice tone="bad" title={title}>
      <p>{next}</p>
      {signedOut ? (
        <button type="button" className="button" onClick={() => location.reload()}>
          {t('signInAgain')}
        </button>
      ) : retry ? (
        <button type="button" className="button" onClick={retry}>
          {t('retry')}
        </button>
      ) : null}
    </Notice>
  )
}

/** Of something sent: without the server's own word nobody knows whether it was done, and sending it again is safe. */
export const SendFailure = ({ error }: { error: unknown }) => {
  const { t } = useTranslation('voter')
  const words = useErrorWords()(error)
  const isKnown = error instanceof ApiError && error.status >= 400 && error.text !== null
  if (isKnown) return <Failure error={error} />
  return (
    <Notice tone="bad" title={t('confirm.unsure')}>
      <p>{words.title}</p>
      <p>{t('confirm.unsureNext')}</p>
    </Notice>
  )
}

/** What a check found: in words, with its article and what to do. */
export const Findings = ({ findings }: { findings: readonly Finding[] }) => {
  const { t } = useTranslation('voter')
  const text = useText()
  if (findings.length === 0) return null
  return (
    <ul className="findings">
      {findings.map(finding => (
        <li key={finding.code}>
          <p className="finding-title">{text(finding.title)}</p>
          <p>
            <span className="soft">{t('whatToDo')}</span> {text(finding.next)}
          </p>
          <p className="soft">
            {t('basisInLaw')} <Article article={finding.article} />
          </p>
        </li>
      ))}
    </ul>
  )
}

/** A part that is fetched when it is needed; without a signal it says so and can be tried again. */
export const Later = ({ children }: { children: ReactNode }) => (
  <Guard>
    <Suspense fallback={<Loading />}>{children}</Suspense>
  </Guard>
)
