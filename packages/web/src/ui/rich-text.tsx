/** Shows an answer written in the console, or a section of the manual: its HTML is read into elements by an allow-list, so nothing else of it reaches the page. */
import { createElement, Fragment, type ReactNode, useMemo } from 'react'

const ALLOWED = new Set([
  'P',
  'UL',
  'OL',
  'LI',
  'STRONG',
  'B',
  'EM',
  'I',
  'BR',
  'CODE',
  'BLOCKQUOTE',
  'PRE',
  'H3',
  'H4',
  'TABLE',
  'THEAD',
  'TBODY',
  'TR',
  'TH',
  'TD',
])

/** Links of this site, web addresses and telephone numbers; anything else is text. */
const safeHref = (href: string | null): string | undefined =>
  href !== null && (/^(https?:|tel:|mailto:)/i.test(href) || /^[/#](?!\/)/.test(href)) ? href : undefined

/** Pictures of this site only: one of another site would tell it who reads. */
const safePicture = (src: string | null): string | undefined => (src !== null && /^\/(?!\/)/.test(src) ? src : undefined)

const elementOf = (node: Node, key: number): ReactNode => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element)) return null
  const children = Array.from(node.childNodes).map(elementOf)
  if (node.tagName === 'A') {
    const href = safeHref(node.getAttribute('href'))
    return href ? (
      <a key={key} href={href} rel="noreferrer">
        {children}
      </a>
    ) : (
      <Fragment key={key}>{children}</Fragment>
    )
  }
  if (['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName)) return null
  if (node.tagName === 'IMG') {
    const src = safePicture(node.getAttribute('src'))
    const [width, height] = ['width', 'height'].map(side => Number(node.getAttribute(side)) || undefined)
    return src ? (
      <img key={key} src={src} alt={node.getAttribute('alt') ?? ''} width={width} height={height} loading="lazy" />
    ) : null
  }
  if (node.tagName === 'BR') return <br key={key} />
  return ALLOWED.has(node.tagName) ? (
    createElement(node.tagName.toLowerCase(), { key }, ...children)
  ) : (
    <Fragment key={key}>{children}</Fragment>
  )
}

export const RichText = ({ html }: { html: string }) => {
  const content = useMemo(
    () => Array.from(new DOMParser().parseFromString(html, 'text/html').body.childNodes).map(elementOf),
    [html],
  )
  return <div className="rich">{content}</div>
}
