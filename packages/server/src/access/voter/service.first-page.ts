/**
 * The portal's page for visitors who are not signed in, with its text and logins in the HTML, so that it can be used before a script has
 * loaded. The text is rendered when the pages are built (`packages/web/src/voter/first-page.tsx`); the logins are those of this server.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyRequest } from 'fastify'
import { VOTER_COOKIE } from './service.session.ts'

interface Logins {
  readonly options: readonly { readonly id: string; readonly name: { readonly zh: string; readonly en: string } }[]
  readonly demo: boolean
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, sign => ESCAPES[sign] ?? sign)

/** Repeats the rendered login button for each login; the first one is the primary button. */
const withButtons = (html: string, { options }: Logins): string =>
  html.replace(/<a class="button primary" href="[^"]*LOGIN-ID[^"]*">[^<]*<\/a>/g, button =>
    options
      .map((option, at) =>
        (at === 0 ? button : button.replace('button primary', 'button'))
          .replace('LOGIN-ID', () => encodeURIComponent(option.id))
          .replace('LOGIN-ZH', () => escaped(option.name.zh))
          .replace('LOGIN-EN', () => escaped(option.name.en)),
      )
      .join(''),
  )

const read = (directory: string, file: string): string | undefined => {
  try {
    return readFileSync(path.join(directory, file), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export interface FirstPage {
  readonly html: string
  isFor(request: FastifyRequest): boolean
}

/** undefined if the pages of `directory` were built without a first page; then the portal requests the logins itself. */
export const openFirstPage = (directory: string, logins: Logins): FirstPage | undefined => {
  const [page, drawn] = [read(directory, 'index.html'), read(directory, 'first-page.json')]
  if (page === undefined || drawn === undefined) return undefined
  const words = JSON.parse(drawn) as Readonly<Record<'login' | 'demo' | 'none', string>>
  const first = withButtons(words[logins.options.length === 0 ? 'none' : logins.demo ? 'demo' : 'login'], logins)
  // The script reads the logins here and needs no request. A data block is not subject to the policy on scripts.
  const known = `<script type="application/json" id="logins">${JSON.stringify(logins).replaceAll('<', '\\u003c')}</script>`
  return {
    html: page
      .replace('<html ', '<html data-first="page" ')
      .replace('<!--first-page-->', () => first + known)
      .replace(/<link rel="preload" as="fetch"[^>]*>/, ''),
    isFor: request => !(request.headers.cookie ?? '').includes(`${VOTER_COOKIE}=`),
  }
}
