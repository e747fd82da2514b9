/** A page: its heading (which takes the focus when the page opens, so that a screen reader says where one is), its actions, its body. */
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface PageProps {
  title: string
  /** One line under the heading: what this page is for. */
  lead?: ReactNode
  /** Buttons at the right of the heading. */
  actions?: ReactNode
  children: ReactNode
}

export const Page = ({ title, lead, actions, children }: PageProps) => {
  const { t } = useTranslation('ui')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('product')}`
  }, [title, t])
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1 tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {lead ? <p className="page-lead">{lead}</p> : null}
        </div>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </header>
      {children}
    </div>
  )
}

/** A titled sheet of a page. */
export const Sheet = ({ title, extra, children }: { title?: string; extra?: ReactNode; children: ReactNode }) => (
  <section className="sheet">
    {title || extra ? (
      <header className="sheet-head">
        {title ? <h2>{title}</h2> : <span />}
        {extra ? <div className="sheet-extra">{extra}</div> : null}
      </header>
    ) : null}
    {children}
  </section>
)
