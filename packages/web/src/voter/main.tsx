/** The voters' portal at `/`: one page for phones first. Nothing of the office's console is loaded here. */
import './portal.css'
import { startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { preferredLanguage } from '../i18n/language.ts'
import { startPortalI18n } from '../i18n/portal.ts'
import { loginUrl, readLogins, readMe } from './api/calls.ts'
import type { Outcome } from './api/load.ts'
import type { Logins } from './api/types.ts'
import { readParameters, returnPath } from './host/address.ts'
import { Portal, readOwn, readStart, type Start } from './portal.tsx'
import { recall, remember } from './ui/memory.ts'
import { ReaderProvider } from './ui/reader.tsx'

const parameters = readParameters(location.search)
// An app that hands its user over goes to the log-in at once, and no page is drawn in between; once refused, the page says so.
if (parameters.signIn !== null && parameters.login === null && (await readMe().catch(() => null)) === null) {
  location.replace(loginUrl(parameters.signIn, returnPath(location.search)))
} else {
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
  // What stands in the page stays until all that is drawn instead is here.
  const [start] = await Promise.all([
    readStart(first).then(
      (data): Outcome<Start> => ({ data }),
      (error: unknown): Outcome<Start> => ({ error }),
    ),
    startPortalI18n(asked ?? preferredLanguage(recall('language'), navigator.languages)),
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
