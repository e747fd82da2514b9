/** The voters' portal at `/`: one page for phones first. Nothing of the office's console is loaded here. */
import './portal-old.css'
import './portal.css'
import { startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { startPage } from '../browser/index.ts'
import { preferredLanguage } from '../i18n/language.ts'
import { rememberedLanguage, startPortalI18n } from '../i18n/portal.ts'
import type { LoadOutcome, Logins } from './api/index.ts'
import { loginUrl, readLogins, readMe } from './api/index.ts'
import { readParameters, returnPath } from './host/index.ts'
import { Portal, readOwn, readStart, type Start } from './portal.tsx'
import { ReaderProvider, recall, remember } from './ui/index.ts'

const parameters = readParameters(location.search)

const draw = async (): Promise<void> => {
  // An app that hands its user over goes to the log-in at once, and no page is drawn in between; once refused, the page says so.
  if (parameters.signIn !== null && parameters.login === null && (await readMe().catch(() => null)) === null) {
    location.replace(loginUrl(parameters.signIn, returnPath(location.search)))
    return
  }
  // The server writes the log-ins into the page of who is not signed in: nothing is left to ask.
  const written = document.getElementById('logins')?.textContent
  const known = written ? (JSON.parse(written) as Logins) : null
  // Asked for while the page is put together.
  const first = known
    ? { me: Promise.resolve(null), logins: Promise.resolve(known), own: null }
    : { me: readMe(), logins: readLogins(), own: parameters.isBack ? readOwn() : null }
  for (const each of Object.values(first)) each?.catch(() => undefined)
  const asked = parameters.language ? preferredLanguage(parameters.language, []) : null
  if (asked) remember('language', asked)
  if (parameters.large !== null) remember('large', parameters.large ? 'yes' : 'no')
  document.documentElement.dataset.embed = parameters.embed ?? 'no'
  // The prerendered page stays until everything that replaces it has loaded.
  const [start] = await Promise.all([
    readStart(first).then(
      (data): LoadOutcome<Start> => ({ data }),
      (error: unknown): LoadOutcome<Start> => ({ error }),
    ),
    startPortalI18n(
      asked ?? rememberedLanguage(recall('language')) ?? preferredLanguage(recall('language'), navigator.languages),
    ),
  ])
  const root = document.getElementById('root')
  // In short pieces: a finger on the page that is there already is answered in between.
  if (root)
    startTransition(() =>
      createRoot(root).render(
        <ReaderProvider large={recall('large') === 'yes'}>
          <Portal parameters={parameters} start={start} />
        </ReaderProvider>,
      ),
    )
}

startPage(draw)
